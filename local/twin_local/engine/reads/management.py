"""How CloudWatch, CloudWatch Logs, Systems Manager and KMS is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads

GROUP = {"logGroupNamePrefix": "{q.logGroupName}"}


OPERATIONS: Reads = {
    ("cloudwatch", "PutDashboard"): (Read("GetDashboard", {"DashboardName": "{q.DashboardName}"}),),
    ("cloudwatch", "PutMetricAlarm"): (
        Read(
            "DescribeAlarms",
            {"AlarmNames": ["{q.AlarmName}"]},
            root="MetricAlarms.0",
            unread={"Tags": "told by ListTagsForResource alone, which wants the ARN"},
        ),
    ),
    ("kms", "CreateAlias"): (Read("ListAliases", root="Aliases"),),
    ("kms", "CreateKey"): (
        Read("DescribeKey", {"KeyId": "{a.KeyMetadata.KeyId}"}, root="KeyMetadata"),
        Read(
            "GetKeyPolicy",
            {"KeyId": "{a.KeyMetadata.KeyId}", "PolicyName": "default"},
            root="Policy",
            into="Policy",
        ),
        Read("ListResourceTags", {"KeyId": "{a.KeyMetadata.KeyId}"}, root="Tags", into="Tags"),
    ),
    ("kms", "EnableKeyRotation"): (Read("GetKeyRotationStatus", {"KeyId": "{q.KeyId}"}),),
    ("logs", "CreateLogGroup"): (
        Read("DescribeLogGroups", GROUP, root="logGroups"),
        Read("ListTagsLogGroup", {"logGroupName": "{q.logGroupName}"}),
    ),
    ("logs", "PutResourcePolicy"): (Read("DescribeResourcePolicies", root="resourcePolicies"),),
    ("logs", "PutRetentionPolicy"): (Read("DescribeLogGroups", GROUP, root="logGroups.0"),),
    ("ssm", "PutParameter"): (
        Read("GetParameter", {"Name": "{q.Name}"}, root="Parameter"),
        Read(
            "DescribeParameters",
            {"ParameterFilters": [{"Key": "Name", "Values": ["{q.Name}"]}]},
            root="Parameters.0.Description",
            into="Description",
        ),
    ),
}
