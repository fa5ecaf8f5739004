"""AWS IoT Core and AWS IoT Greengrass V2."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry

THING = {"thingName": "{id}"}
UNTAGGED = {"Tags": "tags of AWS IoT are not kept, and nothing here reads them"}
ATTACHMENT = {"policyName": "{p.PolicyName}", "target": "{p.Principal}"}

ENTRIES: Table = {
    "AWS::IoT::Thing": TypeEntry(
        service="iot",
        name="ThingName",
        name_limit=128,
        ref="{p.ThingName}",
        create=(Call("CreateThing"),),
        update=(Call("UpdateThing", cleared={"AttributePayload": {"Attributes": {}}}),),
        delete=(Call("DeleteThing", fixed=THING),),
        attributes={"Arn": "{r.thingArn}", "Id": "{r.thingId}"},
    ),
    "AWS::IoT::ThingType": TypeEntry(
        service="iot",
        name="ThingTypeName",
        name_limit=128,
        ref="{p.ThingTypeName}",
        create=(Call("CreateThingType"),),
        delete=(
            Call("DeprecateThingType", fixed={"thingTypeName": "{id}"}),
            Call("DeleteThingType", fixed={"thingTypeName": "{id}"}),
        ),
        attributes={"Arn": "{r.thingTypeArn}", "Id": "{r.thingTypeId}"},
        inert=UNTAGGED,
    ),
    "AWS::IoT::ThingGroup": TypeEntry(
        service="iot",
        name="ThingGroupName",
        name_limit=128,
        ref="{p.ThingGroupName}",
        create=(Call("CreateThingGroup"),),
        update=(Call("UpdateThingGroup"),),
        delete=(Call("DeleteThingGroup", fixed={"thingGroupName": "{id}"}),),
        attributes={"Arn": "{r.thingGroupArn}", "Id": "{r.thingGroupId}"},
        inert=UNTAGGED,
    ),
    "AWS::IoT::Policy": TypeEntry(
        service="iot",
        name="PolicyName",
        name_limit=128,
        ref="{p.PolicyName}",
        create=(Call("CreatePolicy"),),
        update=(
            Call(
                "CreatePolicyVersion",
                takes=("PolicyDocument",),
                fixed={"policyName": "{id}", "setAsDefault": True},
            ),
        ),
        delete=(Call("DeletePolicy", fixed={"policyName": "{id}"}),),
        attributes={"Arn": "{r.policyArn}", "Id": "{id}"},
        inert=UNTAGGED,
    ),
    "AWS::IoT::PolicyPrincipalAttachment": TypeEntry(
        service="iot",
        ref="{p.PolicyName}|{p.Principal}",
        create=(Call("AttachPolicy", names={"Principal": "target"}),),
        delete=(Call("DetachPolicy", fixed=ATTACHMENT),),
    ),
    "AWS::IoT::ThingPrincipalAttachment": TypeEntry(
        service="iot",
        ref="{p.ThingName}|{p.Principal}",
        create=(Call("AttachThingPrincipal"),),
        delete=(
            Call(
                "DetachThingPrincipal",
                fixed={"thingName": "{p.ThingName}", "principal": "{p.Principal}"},
            ),
        ),
    ),
    "AWS::IoT::RoleAlias": TypeEntry(
        service="iot",
        name="RoleAlias",
        name_limit=128,
        ref="{p.RoleAlias}",
        create=(Call("CreateRoleAlias"),),
        update=(Call("UpdateRoleAlias"),),
        delete=(Call("DeleteRoleAlias", fixed={"roleAlias": "{id}"}),),
        attributes={"RoleAliasArn": "{r.roleAliasArn}"},
        inert=UNTAGGED,
    ),
    "AWS::IoT::Authorizer": TypeEntry(
        service="iot",
        name="AuthorizerName",
        name_limit=128,
        ref="{p.AuthorizerName}",
        create=(Call("CreateAuthorizer"),),
        update=(Call("UpdateAuthorizer"),),
        delete=(
            Call("UpdateAuthorizer", fixed={"authorizerName": "{id}", "status": "INACTIVE"}),
            Call("DeleteAuthorizer", fixed={"authorizerName": "{id}"}),
        ),
        attributes={"Arn": "{r.authorizerArn}"},
        inert=UNTAGGED,
    ),
    "AWS::IoT::TopicRule": TypeEntry(
        service="iot",
        name="RuleName",
        name_limit=128,
        name_separator="_",
        ref="{p.RuleName}",
        create=(Call("CreateTopicRule"),),
        update=(Call("ReplaceTopicRule"),),
        delete=(Call("DeleteTopicRule", fixed={"ruleName": "{id}"}),),
        attributes={"Arn": "arn:aws:iot:{region}:{account}:rule/{id}"},
        inert=UNTAGGED,
    ),
    "AWS::GreengrassV2::ComponentVersion": TypeEntry(
        service="greengrassv2",
        ref="{r.arn}",
        create=(Call("CreateComponentVersion"),),
        delete=(Call("DeleteComponent", fixed={"arn": "{id}"}),),
        attributes={
            "Arn": "{id}",
            "ComponentName": "{r.componentName}",
            "ComponentVersion": "{r.componentVersion}",
        },
    ),
    "AWS::GreengrassV2::Deployment": TypeEntry(
        service="greengrassv2",
        ref="{r.deploymentId}",
        create=(Call("CreateDeployment"),),
        delete=(
            Call("CancelDeployment", fixed={"deploymentId": "{id}"}),
            Call("DeleteDeployment", fixed={"deploymentId": "{id}"}),
        ),
        attributes={"DeploymentId": "{id}"},
    ),
}
