"""How what an operation has stored is read back: one row per operation of the resource table.

In the expressions, `q` are the parameters of the operation, `a` its answer and `first` the answer
of the first operation of the same resource. A parameter that only says which resource is meant, and
so is in `by`, need not be read back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from twin_local.engine.expression import at_path

Answer = Any


@dataclass(frozen=True)
class Read:
    """An operation that reads what another one has stored.

    Attributes:
        operation: the API's name of the operation.
        by: its parameters, as expressions.
        root: where in the answer the stored values are.
        into: where in the request they were.
        then: what brings them into the form of the request.
        unread: parts of the request that cannot be read back in their form, each with the reason.
        service: another service than that of the operation.
    """

    operation: str
    by: Mapping[str, Any] = field(default_factory=dict)
    root: str = ""
    into: str = ""
    then: Callable[[Answer], Answer] = lambda value: value
    unread: Mapping[str, str] = field(default_factory=dict)
    service: str | None = None

    @property
    def names(self) -> set[str]:
        """The parameters of the request that only say which resource is meant."""
        return set(re.findall(r"\{q\.(\w+)", json.dumps(dict(self.by))))

    def stored(self, answer: Answer) -> Answer:
        """Return the stored values in the structure of the request."""
        found = self.then(at_path(answer, self.root) if self.root else answer)
        for name in reversed(self.into.split(".") if self.into else []):
            found = {name: found}
        return found


def _by_arn(name: str) -> Callable[[Answer], Answer]:
    return lambda items: [item[name] for item in items or []]


def _statements(policy: str) -> Answer:
    """Return the statements of a function's policy as AddPermission was given them."""
    return [
        {
            "StatementId": statement["Sid"],
            "Action": statement["Action"],
            "Principal": next(iter(statement["Principal"].values()))
            if isinstance(statement["Principal"], dict)
            else statement["Principal"],
            "FunctionName": statement["Resource"],
            **{
                name.rpartition(":")[2]: value
                for condition in statement.get("Condition", {}).values()
                for name, value in condition.items()
            },
        }
        for statement in json.loads(policy)["Statement"]
    ]


def _described_property(answer: Answer) -> Answer:
    """Return an asset's property, also of a composite model, as UpdateAssetProperty names it."""
    found = answer.get("assetProperty") or answer["compositeModel"]["assetProperty"]
    return {
        "propertyAlias": found.get("alias"),
        "propertyUnit": found.get("unit"),
        "propertyNotificationState": found["notification"]["state"],
    }


def _unwrapped(name: str) -> Callable[[Answer], Answer]:
    return lambda answer: {name: {"Value": answer[name]}}


def _tags(by: Mapping[str, Any], *, into: str = "tags", root: str = "tags") -> Read:
    return Read("ListTagsForResource", by, root=root, into=into)


API = {"restApiId": "{q.restApiId}"}
METHOD = {**API, "resourceId": "{q.resourceId}", "httpMethod": "{q.httpMethod}"}
BUCKET = {"Bucket": "{q.Bucket}"}
TABLE = {"TableName": "{q.TableName}"}
POOL = {"UserPoolId": "{q.UserPoolId}"}
GROUP = {"logGroupNamePrefix": "{q.logGroupName}"}
ROUTES = {"RouteTableIds": ["{q.RouteTableId}"]}
WORKSPACE = {"workspaceId": "{q.workspaceId}"}
QUEUE = {"QueueUrl": "{q.QueueUrl}", "AttributeNames": ["All"]}
RULE = {"Rule": "{q.Rule}", "EventBusName": "{q.EventBusName}"}
CODE = "code is read back as a digest only"
IDS = {"variables": "names of properties are stored as their ids"}

READS: Mapping[tuple[str, str], tuple[Read, ...]] = {
    ("apigateway", "CreateAuthorizer"): (Read("GetAuthorizer", {**API, "authorizerId": "{a.id}"}),),
    ("apigateway", "CreateDeployment"): (Read("GetDeployment", {**API, "deploymentId": "{a.id}"}),),
    ("apigateway", "CreateModel"): (Read("GetModel", {**API, "modelName": "{q.name}"}),),
    ("apigateway", "CreateRequestValidator"): (
        Read("GetRequestValidator", {**API, "requestValidatorId": "{a.id}"}),
    ),
    ("apigateway", "CreateResource"): (Read("GetResource", {**API, "resourceId": "{a.id}"}),),
    ("apigateway", "CreateRestApi"): (Read("GetRestApi", {"restApiId": "{a.id}"}),),
    ("apigateway", "CreateStage"): (Read("GetStage", {**API, "stageName": "{q.stageName}"}),),
    ("apigateway", "PutGatewayResponse"): (
        Read("GetGatewayResponse", {**API, "responseType": "{q.responseType}"}),
    ),
    ("apigateway", "PutIntegration"): (
        Read("GetIntegration", METHOD),
        Read("GetIntegration", METHOD, root="httpMethod", into="integrationHttpMethod"),
    ),
    ("apigateway", "PutIntegrationResponse"): (
        Read("GetIntegrationResponse", {**METHOD, "statusCode": "{q.statusCode}"}),
    ),
    ("apigateway", "PutMethod"): (Read("GetMethod", METHOD),),
    ("apigateway", "PutMethodResponse"): (
        Read("GetMethodResponse", {**METHOD, "statusCode": "{q.statusCode}"}),
    ),
    ("appsync", "CreateApi"): (Read("GetApi", {"apiId": "{a.api.apiId}"}, root="api"),),
    ("appsync", "CreateChannelNamespace"): (
        Read("ListChannelNamespaces", {"apiId": "{q.apiId}"}, root="channelNamespaces"),
    ),
    ("batch", "CreateComputeEnvironment"): (
        Read(
            "DescribeComputeEnvironments",
            {"computeEnvironments": ["{a.computeEnvironmentArn}"]},
            root="computeEnvironments.0",
        ),
    ),
    ("batch", "CreateJobQueue"): (
        Read("DescribeJobQueues", {"jobQueues": ["{a.jobQueueArn}"]}, root="jobQueues.0"),
    ),
    ("batch", "RegisterJobDefinition"): (
        Read(
            "DescribeJobDefinitions",
            {"jobDefinitions": ["{a.jobDefinitionArn}"]},
            root="jobDefinitions.0",
            unread={"retryStrategy.evaluateOnExit.action": "the service writes it in lower case"},
        ),
    ),
    ("cloudfront", "CreateCachePolicy"): (
        Read(
            "GetCachePolicy",
            {"Id": "{a.CachePolicy.Id}"},
            root="CachePolicy.CachePolicyConfig",
            into="CachePolicyConfig",
        ),
    ),
    ("cloudfront", "CreateDistribution"): (
        Read(
            "GetDistribution",
            {"Id": "{a.Distribution.Id}"},
            root="Distribution.DistributionConfig",
            into="DistributionConfig",
        ),
    ),
    ("cloudfront", "CreateOriginAccessControl"): (
        Read(
            "GetOriginAccessControl",
            {"Id": "{a.OriginAccessControl.Id}"},
            root="OriginAccessControl.OriginAccessControlConfig",
            into="OriginAccessControlConfig",
        ),
    ),
    ("cloudfront", "CreateOriginRequestPolicy"): (
        Read(
            "GetOriginRequestPolicy",
            {"Id": "{a.OriginRequestPolicy.Id}"},
            root="OriginRequestPolicy.OriginRequestPolicyConfig",
            into="OriginRequestPolicyConfig",
        ),
    ),
    ("cloudfront", "CreateResponseHeadersPolicy"): (
        Read(
            "GetResponseHeadersPolicy",
            {"Id": "{a.ResponseHeadersPolicy.Id}"},
            root="ResponseHeadersPolicy.ResponseHeadersPolicyConfig",
            into="ResponseHeadersPolicyConfig",
        ),
    ),
    ("cloudfront", "TagResource"): (
        _tags({"Resource": "{q.Resource}"}, root="Tags.Items", into="Tags.Items"),
    ),
    ("cloudwatch", "PutDashboard"): (Read("GetDashboard", {"DashboardName": "{q.DashboardName}"}),),
    ("cloudwatch", "PutMetricAlarm"): (
        Read("DescribeAlarms", {"AlarmNames": ["{q.AlarmName}"]}, root="MetricAlarms.0"),
    ),
    ("cognito-idp", "CreateGroup"): (
        Read("GetGroup", {**POOL, "GroupName": "{q.GroupName}"}, root="Group"),
    ),
    ("cognito-idp", "CreateUserPool"): (
        Read("DescribeUserPool", {"UserPoolId": "{a.UserPool.Id}"}, root="UserPool"),
        Read(
            "DescribeUserPool",
            {"UserPoolId": "{a.UserPool.Id}"},
            root="UserPool.Name",
            into="PoolName",
        ),
    ),
    ("cognito-idp", "CreateUserPoolClient"): (
        Read(
            "DescribeUserPoolClient",
            {**POOL, "ClientId": "{a.UserPoolClient.ClientId}"},
            root="UserPoolClient",
            unread={"GenerateSecret": "it shows in whether there is a ClientSecret"},
        ),
    ),
    ("cognito-idp", "SetUserPoolMfaConfig"): (Read("GetUserPoolMfaConfig", POOL),),
    ("dynamodb", "CreateTable"): (
        Read("DescribeTable", TABLE, root="Table"),
        Read(
            "DescribeTable", TABLE, root="Table.BillingModeSummary.BillingMode", into="BillingMode"
        ),
        Read(
            "DescribeTable",
            TABLE,
            root="Table.SSEDescription.Status",
            into="SSESpecification.Enabled",
            then=lambda status: status == "ENABLED",
        ),
        Read(
            "ListTagsOfResource",
            {"ResourceArn": "{a.TableDescription.TableArn}"},
            root="Tags",
            into="Tags",
        ),
    ),
    ("dynamodb", "UpdateContinuousBackups"): (
        Read(
            "DescribeContinuousBackups",
            TABLE,
            root="ContinuousBackupsDescription.PointInTimeRecoveryDescription"
            ".PointInTimeRecoveryStatus",
            into="PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
            then=lambda status: status == "ENABLED",
        ),
    ),
    ("dynamodb", "UpdateTimeToLive"): (
        Read(
            "DescribeTimeToLive",
            TABLE,
            root="TimeToLiveDescription",
            into="TimeToLiveSpecification",
            then=lambda found: {**found, "Enabled": found["TimeToLiveStatus"] == "ENABLED"},
        ),
    ),
    ("ec2", "AssociateRouteTable"): (
        Read("DescribeRouteTables", ROUTES, root="RouteTables.0.Associations"),
    ),
    ("ec2", "AttachInternetGateway"): (
        Read(
            "DescribeInternetGateways",
            {"InternetGatewayIds": ["{q.InternetGatewayId}"]},
            root="InternetGateways.0.Attachments",
        ),
    ),
    ("ec2", "AuthorizeSecurityGroupEgress"): (
        Read(
            "DescribeSecurityGroups",
            {"GroupIds": ["{q.GroupId}"]},
            root="SecurityGroups.0.IpPermissionsEgress",
            into="IpPermissions",
        ),
    ),
    ("ec2", "AuthorizeSecurityGroupIngress"): (
        Read(
            "DescribeSecurityGroups",
            {"GroupIds": ["{q.GroupId}"]},
            root="SecurityGroups.0.IpPermissions",
            into="IpPermissions",
        ),
    ),
    ("ec2", "CreateFlowLogs"): (
        Read(
            "DescribeFlowLogs",
            {"FlowLogIds": ["{a.FlowLogIds.0}"]},
            root="FlowLogs.0",
            unread={"ResourceType": "the id of the resource tells its type"},
        ),
        Read(
            "DescribeFlowLogs",
            {"FlowLogIds": ["{a.FlowLogIds.0}"]},
            root="FlowLogs.0.ResourceId",
            into="ResourceIds",
            then=lambda resource: [resource],
        ),
    ),
    ("ec2", "CreateInternetGateway"): (
        Read(
            "DescribeInternetGateways",
            {"InternetGatewayIds": ["{a.InternetGateway.InternetGatewayId}"]},
            root="InternetGateways.0",
        ),
    ),
    ("ec2", "CreateRoute"): (Read("DescribeRouteTables", ROUTES, root="RouteTables.0.Routes"),),
    ("ec2", "CreateRouteTable"): (
        Read(
            "DescribeRouteTables",
            {"RouteTableIds": ["{a.RouteTable.RouteTableId}"]},
            root="RouteTables.0",
        ),
    ),
    ("ec2", "CreateSecurityGroup"): (
        Read("DescribeSecurityGroups", {"GroupIds": ["{a.GroupId}"]}, root="SecurityGroups.0"),
    ),
    ("ec2", "CreateSubnet"): (
        Read("DescribeSubnets", {"SubnetIds": ["{a.Subnet.SubnetId}"]}, root="Subnets.0"),
    ),
    ("ec2", "CreateTags"): (
        Read(
            "DescribeTags",
            {"Filters": [{"Name": "resource-id", "Values": ["{q.Resources.0}"]}]},
            root="Tags",
            into="Tags",
            then=lambda tags: [{"Key": tag["Key"], "Value": tag["Value"]} for tag in tags],
        ),
    ),
    ("ec2", "CreateVpc"): (Read("DescribeVpcs", {"VpcIds": ["{a.Vpc.VpcId}"]}, root="Vpcs.0"),),
    ("ec2", "CreateVpcEndpoint"): (
        Read(
            "DescribeVpcEndpoints",
            {"VpcEndpointIds": ["{a.VpcEndpoint.VpcEndpointId}"]},
            root="VpcEndpoints.0",
        ),
    ),
    ("ec2", "ModifySubnetAttribute"): (
        Read(
            "DescribeSubnets",
            {"SubnetIds": ["{q.SubnetId}"]},
            root="Subnets.0",
            then=_unwrapped("MapPublicIpOnLaunch"),
        ),
    ),
    ("ec2", "ModifyVpcAttribute"): tuple(
        Read("DescribeVpcAttribute", {"VpcId": "{q.VpcId}", "Attribute": name})
        for name in ("enableDnsSupport", "enableDnsHostnames")
    ),
    ("events", "CreateEventBus"): (
        Read("DescribeEventBus", {"Name": "{q.Name}"}),
        _tags({"ResourceARN": "{a.EventBusArn}"}, root="Tags", into="Tags"),
    ),
    ("events", "PutRule"): (
        Read("DescribeRule", {"Name": "{q.Name}", "EventBusName": "{q.EventBusName}"}),
        _tags({"ResourceARN": "{a.RuleArn}"}, root="Tags", into="Tags"),
    ),
    ("events", "PutTargets"): (Read("ListTargetsByRule", RULE, root="Targets", into="Targets"),),
    ("greengrassv2", "CreateComponentVersion"): (
        _tags({"resourceArn": "{a.arn}"}),
        Read(
            "GetComponent",
            {"arn": "{a.arn}", "recipeOutputFormat": "YAML"},
            unread={"inlineRecipe": "the service writes a recipe in a form of its own"},
        ),
    ),
    ("greengrassv2", "CreateDeployment"): (
        Read("GetDeployment", {"deploymentId": "{a.deploymentId}"}),
    ),
    ("iam", "AttachRolePolicy"): (
        Read("ListAttachedRolePolicies", {"RoleName": "{q.RoleName}"}, root="AttachedPolicies"),
    ),
    ("iam", "CreatePolicy"): (
        Read("GetPolicy", {"PolicyArn": "{a.Policy.Arn}"}, root="Policy"),
        Read(
            "GetPolicyVersion",
            {"PolicyArn": "{a.Policy.Arn}", "VersionId": "v1"},
            root="PolicyVersion.Document",
            into="PolicyDocument",
        ),
    ),
    ("iam", "CreateRole"): (Read("GetRole", {"RoleName": "{q.RoleName}"}, root="Role"),),
    ("iam", "PutRolePolicy"): (
        Read("GetRolePolicy", {"RoleName": "{q.RoleName}", "PolicyName": "{q.PolicyName}"}),
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
    ("iotsitewise", "AssociateAssets"): (
        Read(
            "ListAssociatedAssets",
            {"assetId": "{q.assetId}", "hierarchyId": "{q.hierarchyId}"},
            root="assetSummaries",
            then=lambda found: [{"childAssetId": one["id"]} for one in found],
        ),
    ),
    ("iotsitewise", "CreateAsset"): (
        Read("DescribeAsset", {"assetId": "{a.assetId}"}),
        _tags({"resourceArn": "{a.assetArn}"}),
    ),
    ("iotsitewise", "CreateAssetModel"): (
        Read("DescribeAssetModel", {"assetModelId": "{a.assetModelId}"}, unread=IDS),
        _tags({"resourceArn": "{a.assetModelArn}"}),
    ),
    ("iotsitewise", "UpdateAssetProperty"): (
        Read(
            "DescribeAssetProperty",
            {"assetId": "{q.assetId}", "propertyId": "{q.propertyId}"},
            then=_described_property,
        ),
    ),
    ("iottwinmaker", "CreateComponentType"): (
        Read("GetComponentType", {**WORKSPACE, "componentTypeId": "{q.componentTypeId}"}),
    ),
    ("iottwinmaker", "CreateEntity"): (
        Read("GetEntity", {**WORKSPACE, "entityId": "{q.entityId}"}),
    ),
    ("iottwinmaker", "CreateScene"): (Read("GetScene", {**WORKSPACE, "sceneId": "{q.sceneId}"}),),
    ("iottwinmaker", "CreateWorkspace"): (Read("GetWorkspace", WORKSPACE),),
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
    ("lambda", "AddPermission"): (
        Read(
            "GetPolicy",
            {"FunctionName": "{q.FunctionName}"},
            root="Policy",
            then=_statements,
        ),
    ),
    ("lambda", "CreateAlias"): (
        Read("GetAlias", {"FunctionName": "{q.FunctionName}", "Name": "{q.Name}"}),
    ),
    ("lambda", "CreateEventSourceMapping"): (
        Read(
            "GetEventSourceMapping",
            {"UUID": "{a.UUID}"},
            then=lambda found: {
                **found,
                "Enabled": found["State"] == "Enabled",
                "FunctionName": found["FunctionArn"].rpartition(":")[2],
            },
        ),
    ),
    ("lambda", "CreateFunction"): (
        Read(
            "GetFunction",
            {"FunctionName": "{q.FunctionName}"},
            root="Configuration",
            unread={"Code": CODE, "Publish": "it only says what to do"},
        ),
        Read("GetFunction", {"FunctionName": "{q.FunctionName}"}, root="Tags", into="Tags"),
        Read(
            "GetFunction",
            {"FunctionName": "{q.FunctionName}"},
            root="Configuration.Layers",
            into="Layers",
            then=_by_arn("Arn"),
        ),
    ),
    ("lambda", "PublishLayerVersion"): (
        Read(
            "GetLayerVersion",
            {"LayerName": "{q.LayerName}", "VersionNumber": "{a.Version}"},
            unread={"Content": CODE},
        ),
    ),
    ("lambda", "PublishVersion"): (
        Read("GetFunction", {"FunctionName": "{a.FunctionArn}"}, root="Configuration"),
    ),
    ("lambda", "PutFunctionConcurrency"): (
        Read("GetFunctionConcurrency", {"FunctionName": "{q.FunctionName}"}),
    ),
    ("lambda", "PutFunctionEventInvokeConfig"): (
        Read(
            "GetFunctionEventInvokeConfig",
            {"FunctionName": "{q.FunctionName}", "Qualifier": "{q.Qualifier}"},
        ),
    ),
    ("logs", "CreateLogGroup"): (
        Read("DescribeLogGroups", GROUP, root="logGroups"),
        Read("ListTagsLogGroup", {"logGroupName": "{q.logGroupName}"}),
    ),
    ("logs", "PutResourcePolicy"): (Read("DescribeResourcePolicies", root="resourcePolicies"),),
    ("logs", "PutRetentionPolicy"): (Read("DescribeLogGroups", GROUP, root="logGroups.0"),),
    ("s3", "CreateBucket"): (Read("GetBucketLocation", BUCKET),),
    ("s3", "PutBucketCors"): (Read("GetBucketCors", BUCKET, into="CORSConfiguration"),),
    ("s3", "PutBucketEncryption"): (Read("GetBucketEncryption", BUCKET),),
    ("s3", "PutBucketLifecycleConfiguration"): (
        Read("GetBucketLifecycleConfiguration", BUCKET, into="LifecycleConfiguration"),
    ),
    ("s3", "PutBucketLogging"): (Read("GetBucketLogging", BUCKET, into="BucketLoggingStatus"),),
    ("s3", "PutBucketNotificationConfiguration"): (
        Read("GetBucketNotificationConfiguration", BUCKET, into="NotificationConfiguration"),
    ),
    ("s3", "PutBucketOwnershipControls"): (Read("GetBucketOwnershipControls", BUCKET),),
    ("s3", "PutBucketPolicy"): (Read("GetBucketPolicy", BUCKET),),
    ("s3", "PutBucketTagging"): (Read("GetBucketTagging", BUCKET, into="Tagging"),),
    ("s3", "PutBucketVersioning"): (
        Read("GetBucketVersioning", BUCKET, into="VersioningConfiguration"),
    ),
    ("s3", "PutPublicAccessBlock"): (Read("GetPublicAccessBlock", BUCKET),),
    ("scheduler", "CreateSchedule"): (
        Read("GetSchedule", {"Name": "{q.Name}", "GroupName": "{q.GroupName}"}),
    ),
    ("scheduler", "CreateScheduleGroup"): (Read("GetScheduleGroup", {"Name": "{q.Name}"}),),
    ("sns", "CreateTopic"): (
        Read("ListTopics", root="Topics", unread={"Name": "it is the last part of the ARN"}),
        _tags({"ResourceArn": "{a.TopicArn}"}, root="Tags", into="Tags"),
    ),
    ("sns", "SetTopicAttributes"): (
        Read(
            "GetTopicAttributes",
            {"TopicArn": "{q.TopicArn}"},
            root="Attributes",
            then=lambda found: [
                {"AttributeName": name, "AttributeValue": value} for name, value in found.items()
            ],
        ),
    ),
    ("sns", "Subscribe"): (
        Read(
            "ListSubscriptionsByTopic",
            {"TopicArn": "{q.TopicArn}"},
            root="Subscriptions",
            unread={"ReturnSubscriptionArn": "it only says what to answer"},
        ),
    ),
    ("sqs", "CreateQueue"): (
        Read("GetQueueAttributes", {"QueueUrl": "{a.QueueUrl}", "AttributeNames": ["All"]}),
        Read("ListQueueTags", {"QueueUrl": "{a.QueueUrl}"}),
        Read("GetQueueUrl", {"QueueName": "{q.QueueName}"}),
    ),
    ("sqs", "SetQueueAttributes"): (Read("GetQueueAttributes", QUEUE),),
    ("ssm", "PutParameter"): (
        Read("GetParameter", {"Name": "{q.Name}"}, root="Parameter"),
        Read(
            "DescribeParameters",
            {"ParameterFilters": [{"Key": "Name", "Values": ["{q.Name}"]}]},
            root="Parameters.0.Description",
            into="Description",
        ),
    ),
    ("stepfunctions", "CreateStateMachine"): (
        Read("DescribeStateMachine", {"stateMachineArn": "{a.stateMachineArn}"}),
        _tags({"resourceArn": "{a.stateMachineArn}"}),
    ),
    ("apigateway", "UpdateAccount"): (
        Read("GetAccount", then=lambda found: _patches(found, {"cloudwatchRoleArn"})),
    ),
    ("apigateway", "UpdateAuthorizer"): (
        Read(
            "GetAuthorizer",
            {**API, "authorizerId": "{q.authorizerId}"},
            then=lambda found: _patches(found, {"identityValidationExpression"}),
        ),
    ),
    ("apigateway", "UpdateStage"): (
        Read("GetStage", {**API, "stageName": "{q.stageName}"}, then=lambda found: _stage(found)),
    ),
}


def _patches(found: Answer, names: set[str]) -> Answer:
    """Return members as the patch operations that set them."""
    return {
        "patchOperations": [
            {"op": "replace", "path": f"/{name}", "value": found.get(name)} for name in names
        ]
    }


STAGE_PATHS = {
    "accessLogSettings/destinationArn": "accessLogSettings.destinationArn",
    "accessLogSettings/format": "accessLogSettings.format",
}
METHOD_PATHS = {
    "caching/enabled": "cachingEnabled",
    "logging/dataTrace": "dataTraceEnabled",
    "logging/loglevel": "loggingLevel",
    "metrics/enabled": "metricsEnabled",
    "throttling/burstLimit": "throttlingBurstLimit",
    "throttling/rateLimit": "throttlingRateLimit",
}


def _stage(found: Answer) -> Answer:
    """Return a stage's settings as the patch operations that set them."""
    patches = {path: at_path(found, where) for path, where in STAGE_PATHS.items()}
    for method, settings in found.get("methodSettings", {}).items():
        for path, name in METHOD_PATHS.items():
            patches[f"{method}/{path}"] = settings.get(name)
    return {
        "patchOperations": [
            {"op": "replace", "path": f"/{path}", "value": value} for path, value in patches.items()
        ]
    }
