"""How AWS IoT Core and Greengrass is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads, tags

OPERATIONS: Reads = {
    ("greengrassv2", "CreateComponentVersion"): (
        tags({"resourceArn": "{a.arn}"}),
        Read(
            "GetComponent",
            {"arn": "{a.arn}", "recipeOutputFormat": "YAML"},
            unread={"inlineRecipe": "the service writes a recipe in a form of its own"},
        ),
    ),
    ("greengrassv2", "CreateDeployment"): (
        Read("GetDeployment", {"deploymentId": "{a.deploymentId}"}),
    ),
    ("iot", "AttachPolicy"): (
        Read(
            "ListAttachedPolicies",
            {"target": "{q.target}"},
            root="policies",
        ),
    ),
    ("iot", "AttachThingPrincipal"): (
        Read(
            "ListThingPrincipals",
            {"thingName": "{q.thingName}"},
            root="principals",
            then=lambda principals: [{"principal": one} for one in principals],
        ),
    ),
    ("iot", "CreateAuthorizer"): (
        Read(
            "DescribeAuthorizer",
            {"authorizerName": "{q.authorizerName}"},
            root="authorizerDescription",
        ),
    ),
    ("iot", "CreatePolicy"): (Read("GetPolicy", {"policyName": "{q.policyName}"}),),
    ("iot", "CreateRoleAlias"): (
        Read("DescribeRoleAlias", {"roleAlias": "{q.roleAlias}"}, root="roleAliasDescription"),
    ),
    ("iot", "CreateThing"): (
        Read("DescribeThing", {"thingName": "{q.thingName}"}),
        Read(
            "DescribeThing",
            {"thingName": "{q.thingName}"},
            root="attributes",
            into="attributePayload.attributes",
        ),
    ),
    ("iot", "CreateThingGroup"): (
        Read("DescribeThingGroup", {"thingGroupName": "{q.thingGroupName}"}),
    ),
    ("iot", "CreateThingType"): (
        Read("DescribeThingType", {"thingTypeName": "{q.thingTypeName}"}),
    ),
    ("iot", "CreateTopicRule"): (
        Read("GetTopicRule", {"ruleName": "{q.ruleName}"}, root="rule", into="topicRulePayload"),
    ),
}
