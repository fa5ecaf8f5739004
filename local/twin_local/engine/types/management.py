"""CloudWatch, CloudWatch Logs, Systems Manager and KMS."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry

GROUP = {"logGroupName": "{id}"}
KEY = {"KeyId": "{id}"}
ROTATION = Call(
    "EnableKeyRotation",
    takes=("EnableKeyRotation", "RotationPeriodInDays"),
    when="{p.EnableKeyRotation}",
    fixed={**KEY, "RotationPeriodInDays": "{p.RotationPeriodInDays}"},
    reshape=lambda *_: {},
)
TAG_NAMES = {"Tags.Key": "TagKey", "Tags.Value": "TagValue", "KeyPolicy": "Policy"}

ENTRIES: Table = {
    "AWS::Logs::LogGroup": TypeEntry(
        service="logs",
        name="LogGroupName",
        name_limit=512,
        ref="{p.LogGroupName}",
        create=(
            Call("CreateLogGroup"),
            RETENTION := Call(
                "PutRetentionPolicy",
                takes=("RetentionInDays",),
                fixed=GROUP,
                undo=Call("DeleteRetentionPolicy", fixed=GROUP),
            ),
        ),
        update=(RETENTION,),
        delete=(Call("DeleteLogGroup", fixed=GROUP),),
        attributes={"Arn": "arn:aws:logs:{region}:{account}:log-group:{id}:*"},
    ),
    "AWS::Logs::ResourcePolicy": TypeEntry(
        service="logs",
        ref="{p.PolicyName}",
        create=(PUT_RESOURCE_POLICY := Call("PutResourcePolicy"),),
        update=(PUT_RESOURCE_POLICY,),
        delete=(Call("DeleteResourcePolicy", fixed={"policyName": "{id}"}),),
    ),
    "AWS::CloudWatch::Alarm": TypeEntry(
        service="cloudwatch",
        name="AlarmName",
        name_limit=255,
        ref="{p.AlarmName}",
        create=(PUT_ALARM := Call("PutMetricAlarm"),),
        update=(PUT_ALARM,),
        delete=(Call("DeleteAlarms", fixed={"AlarmNames": ["{id}"]}),),
        attributes={"Arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{id}"},
    ),
    "AWS::CloudWatch::Dashboard": TypeEntry(
        service="cloudwatch",
        name="DashboardName",
        name_limit=255,
        ref="{p.DashboardName}",
        create=(PUT_DASHBOARD := Call("PutDashboard"),),
        update=(PUT_DASHBOARD,),
        delete=(Call("DeleteDashboards", fixed={"DashboardNames": ["{id}"]}),),
    ),
    "AWS::SSM::Parameter": TypeEntry(
        service="ssm",
        name="Name",
        name_limit=512,
        ref="{p.Name}",
        create=(Call("PutParameter"),),
        update=(
            Call(
                "PutParameter",
                takes=("Value", "Description"),
                fixed={
                    "Name": "{id}",
                    "Type": "{p.Type}",
                    "Overwrite": True,
                },
            ),
        ),
        delete=(Call("DeleteParameter", fixed={"Name": "{id}"}),),
        attributes={"Type": "{p.Type}", "Value": "{p.Value}"},
    ),
    "AWS::KMS::Key": TypeEntry(
        service="kms",
        ref="{r.KeyMetadata.KeyId}",
        create=(
            Call(
                "CreateKey",
                takes=("Description", "KeyPolicy", "KeySpec", "KeyUsage", "MultiRegion", "Tags"),
                names=TAG_NAMES,
            ),
            ROTATION,
        ),
        update=(
            Call(
                "PutKeyPolicy",
                takes=("KeyPolicy",),
                names=TAG_NAMES,
                fixed={**KEY, "PolicyName": "default"},
            ),
            Call("UpdateKeyDescription", takes=("Description",), fixed=KEY),
            ROTATION,
        ),
        delete=(
            Call(
                "ScheduleKeyDeletion",
                fixed={**KEY, "PendingWindowInDays": "{p.PendingWindowInDays}"},
            ),
        ),
        attributes={"Arn": "{r.KeyMetadata.Arn}", "KeyId": "{id}"},
        inert={
            "PendingWindowInDays": "used when the key is deleted",
            "BypassPolicyLockoutSafetyCheck": "only says how the policy is checked",
        },
    ),
    "AWS::KMS::Alias": TypeEntry(
        service="kms",
        ref="{p.AliasName}",
        create=(Call("CreateAlias"),),
        update=(Call("UpdateAlias"),),
        delete=(Call("DeleteAlias", fixed={"AliasName": "{id}"}),),
    ),
}
