"""Templates with the resource types that the product's own templates do not have."""

from __future__ import annotations

import json
from typing import Any

Template = dict[str, Any]
ACCOUNT = "111111111111"
TAGS = [{"Key": "site", "Value": "demo"}]
SEEN = {"CloudWatchMetricsEnabled": True, "MetricName": "samples", "SampledRequestsEnabled": True}
QUEUE_ACTIONS = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
STATEMENT = {"Effect": "Allow", "Action": [*QUEUE_ACTIONS, "sqs:SendMessage"], "Resource": "*"}
DOCUMENT = {"Version": "2012-10-17", "Statement": [STATEMENT]}
ASSUMING = ("ecs-tasks", "events", "lambda", "pipes", "sagemaker", "scheduler", "states")
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": [f"{name}.amazonaws.com" for name in ASSUMING]},
        }
    ],
}


def thing(kind: str, *after: str, **properties: Any) -> Template:  # noqa: ANN401
    """Return a resource."""
    return {"Type": f"AWS::{kind}", "Properties": properties, "DependsOn": list(after)}


def ref(name: str) -> Template:
    """Return a reference to a resource."""
    return {"Ref": name}


def att(name: str, attribute: str) -> Template:
    """Return a reference to an attribute of a resource."""
    return {"Fn::GetAtt": [name, attribute]}


def anyone(action: str, resource: Template) -> Template:
    """Return a resource policy that lets a service act."""
    statement = {
        "Sid": "one",
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": action,
        "Resource": resource,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


FUNCTIONS: Template = {
    "Role": thing("IAM::Role", AssumeRolePolicyDocument=TRUST),
    "Managed": thing(
        "IAM::ManagedPolicy",
        ManagedPolicyName="sample-managed",
        Description="may send",
        Path="/samples/",
        PolicyDocument=DOCUMENT,
        Roles=[ref("Role")],
    ),
    "Queue": thing("SQS::Queue", DelaySeconds=3, VisibilityTimeout=40, Tags=TAGS),
    "Function": thing(
        "Lambda::Function",
        Code={"ZipFile": "def handler(*_): pass"},
        Handler="index.handler",
        Role=att("Role", "Arn"),
        Runtime="python3.13",
        MemorySize=256,
        Timeout=7,
        ReservedConcurrentExecutions=2,
        Tags=TAGS,
    ),
    "Version": thing("Lambda::Version", FunctionName=ref("Function"), Description="first"),
    "Alias": thing(
        "Lambda::Alias",
        FunctionName=ref("Function"),
        FunctionVersion=att("Version", "Version"),
        Name="live",
        Description="what runs",
    ),
    "Retries": thing(
        "Lambda::EventInvokeConfig",
        FunctionName=ref("Function"),
        Qualifier="$LATEST",
        MaximumRetryAttempts=1,
        MaximumEventAgeInSeconds=600,
    ),
    "Mapping": thing(
        "Lambda::EventSourceMapping",
        EventSourceArn=att("Queue", "Arn"),
        FunctionName=ref("Function"),
        BatchSize=5,
        MaximumBatchingWindowInSeconds=2,
        Enabled=False,
    ),
}

MESSAGES: Template = {
    "Key": thing(
        "KMS::Key", Description="samples", KeyPolicy=DOCUMENT, EnableKeyRotation=True, Tags=TAGS
    ),
    "KeyName": thing("KMS::Alias", AliasName="alias/samples", TargetKeyId=ref("Key")),
    "Topic": thing("SNS::Topic", TopicName="samples", DisplayName="Samples", Tags=TAGS),
    "TopicPolicy": thing(
        "SNS::TopicPolicy",
        Topics=[ref("Topic")],
        PolicyDocument=anyone("sns:Publish", ref("Topic")),
    ),
    "Queue": thing("SQS::Queue"),
    "Subscription": thing(
        "SNS::Subscription",
        TopicArn=ref("Topic"),
        Protocol="sqs",
        Endpoint=att("Queue", "Arn"),
        RawMessageDelivery=True,
        FilterPolicy={"kind": ["alarm", {"prefix": "trip"}]},
        FilterPolicyScope="MessageBody",
        RedrivePolicy={"deadLetterTargetArn": att("Letters", "Arn")},
    ),
    "Letters": thing("SQS::Queue", RedriveAllowPolicy={"redrivePermission": "allowAll"}),
    "PipeRole": thing("IAM::Role", AssumeRolePolicyDocument=TRUST),
    "Pipe": thing(
        "Pipes::Pipe",
        Name="samples",
        Description="from queue to queue",
        DesiredState="STOPPED",
        RoleArn=att("PipeRole", "Arn"),
        Source=att("Queue", "Arn"),
        SourceParameters={
            "FilterCriteria": {"Filters": [{"Pattern": '{"body": {"a": [1]}}'}]},
            "SqsQueueParameters": {"BatchSize": 5},
        },
        Target=att("Letters", "Arn"),
        TargetParameters={"InputTemplate": '{"a": <$.body.a>}'},
        Tags={"site": "demo"},
    ),
    "Alarm": thing(
        "CloudWatch::Alarm",
        AlarmName="samples",
        AlarmDescription="too many",
        AlarmActions=[ref("Topic")],
        ComparisonOperator="GreaterThanThreshold",
        Dimensions=[{"Name": "FunctionName", "Value": "f"}],
        EvaluationPeriods=2,
        MetricName="Errors",
        Namespace="AWS/Lambda",
        Period=60,
        Statistic="Sum",
        Threshold=1.5,
        TreatMissingData="notBreaching",
    ),
    "Dashboard": thing(
        "CloudWatch::Dashboard", DashboardName="samples", DashboardBody='{"widgets": []}'
    ),
    "Parameter": thing(
        "SSM::Parameter", Name="/samples/one", Type="String", Value="1", Description="a number"
    ),
    "LogAccess": thing(
        "Logs::ResourcePolicy", PolicyName="samples", PolicyDocument='{"Version": "2012-10-17"}'
    ),
    "Schedules": thing("Scheduler::ScheduleGroup", Name="samples"),
    "Table": thing(
        "DynamoDB::GlobalTable",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
        Replicas=[{"Region": "us-east-1", "DeletionProtectionEnabled": False}],
    ),
}

EDGES: Template = {
    "Kind": thing("IoT::ThingType", ThingTypeName="sample-kind"),
    "Group": thing("IoT::ThingGroup", ThingGroupName="sample-group"),
    "Thing": thing(
        "IoT::Thing", ThingName="sample-thing", AttributePayload={"Attributes": {"hall": "7"}}
    ),
    "Policy": thing("IoT::Policy", PolicyName="sample-policy", PolicyDocument=DOCUMENT),
    "Attached": thing(
        "IoT::PolicyPrincipalAttachment",
        "Policy",
        PolicyName="sample-policy",
        Principal=att("Group", "Arn"),
    ),
    "Authorizer": thing(
        "IoT::Authorizer",
        AuthorizerName="sample-authorizer",
        AuthorizerFunctionArn=f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:tokens",
        EnableCachingForHttp=True,
        SigningDisabled=True,
        Status="ACTIVE",
    ),
    "Api": thing("ApiGateway::RestApi", Name="samples"),
    "Model": thing(
        "ApiGateway::Model",
        RestApiId=ref("Api"),
        Name="Body",
        Description="a body",
        ContentType="application/json",
        Schema={"type": "object"},
    ),
    "Account": thing("ApiGateway::Account", CloudWatchRoleArn=f"arn:aws:iam::{ACCOUNT}:role/logs"),
    "Caching": thing(
        "CloudFront::CachePolicy",
        CachePolicyConfig={
            "Name": "samples",
            "Comment": "a comment",
            "DefaultTTL": 60,
            "MaxTTL": 600,
            "MinTTL": 1,
            "ParametersInCacheKeyAndForwardedToOrigin": {
                "EnableAcceptEncodingGzip": True,
                "EnableAcceptEncodingBrotli": True,
                "CookiesConfig": {"CookieBehavior": "none"},
                "HeadersConfig": {"HeaderBehavior": "none"},
                "QueryStringsConfig": {"QueryStringBehavior": "none"},
            },
        },
    ),
    "Forwarding": thing(
        "CloudFront::OriginRequestPolicy",
        OriginRequestPolicyConfig={
            "Name": "samples",
            "CookiesConfig": {"CookieBehavior": "none"},
            "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": ["Accept"]},
            "QueryStringsConfig": {"QueryStringBehavior": "all"},
        },
    ),
    "Vpc": thing("EC2::VPC", CidrBlock="10.9.0.0/16"),
    "Net": thing("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.9.1.0/24"),
    "Wall": thing("EC2::SecurityGroup", GroupDescription="samples", VpcId=ref("Vpc")),
    "In": thing(
        "EC2::SecurityGroupIngress",
        GroupId=ref("Wall"),
        IpProtocol="tcp",
        FromPort=443,
        ToPort=443,
        CidrIp="10.9.0.0/16",
        Description="from inside",
    ),
    "Out": thing(
        "EC2::SecurityGroupEgress",
        GroupId=ref("Wall"),
        IpProtocol="tcp",
        FromPort=5432,
        ToPort=5432,
        CidrIp="10.9.0.0/16",
    ),
    "Routes": thing("EC2::RouteTable", VpcId=ref("Vpc")),
    "Wafs": thing(
        "WAFv2::WebACL",
        Name="samples",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        Description="a web ACL",
        Rules=[
            {
                "Name": "rate",
                "Priority": 0,
                "Action": {"Block": {}},
                "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100}},
                "VisibilityConfig": SEEN,
            }
        ],
        VisibilityConfig=SEEN,
    ),
    "Guarded": thing(
        "WAFv2::WebACLAssociation",
        WebACLArn={"Fn::GetAtt": ["Wafs", "Arn"]},
        ResourceArn="arn:aws:apigateway:us-east-1::/restapis/samples/stages/api",
    ),
    "WafLog": thing(
        "WAFv2::LoggingConfiguration",
        ResourceArn={"Fn::GetAtt": ["Wafs", "Arn"]},
        LogDestinationConfigs=[f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:aws-waf-logs-a"],
    ),
    "Endpoint": thing(
        "EC2::VPCEndpoint",
        VpcId=ref("Vpc"),
        ServiceName="com.amazonaws.us-east-1.s3",
        VpcEndpointType="Gateway",
        RouteTableIds=[ref("Routes")],
    ),
}

IMAGES: Template = {
    "Repository": thing(
        "ECR::Repository",
        RepositoryName="samples",
        ImageTagMutability="IMMUTABLE",
        ImageScanningConfiguration={"ScanOnPush": True},
        EmptyOnDelete=True,
        LifecyclePolicy={
            "LifecyclePolicyText": json.dumps(
                {
                    "rules": [
                        {
                            "rulePriority": 1,
                            "selection": {
                                "tagStatus": "untagged",
                                "countType": "imageCountMoreThan",
                                "countNumber": 5,
                            },
                            "action": {"type": "expire"},
                        }
                    ]
                }
            )
        },
        RepositoryPolicyText=DOCUMENT,
        Tags=[{"Key": "site", "Value": "demo"}],
    ),
    "Bucket": thing("S3::Bucket", AccessControl="Private"),
}

JOBS: Template = {
    "Vpc": thing("EC2::VPC", CidrBlock="10.8.0.0/16"),
    "Net": thing("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.8.1.0/24"),
    "Shares": thing(
        "Batch::SchedulingPolicy",
        Name="samples",
        FairsharePolicy={
            "ComputeReservation": 10.0,
            "ShareDecaySeconds": 600.0,
            "ShareDistribution": [{"ShareIdentifier": "design*", "WeightFactor": 0.5}],
        },
        Tags={"site": "demo"},
    ),
    "Licence": thing(
        "Batch::ConsumableResource",
        ConsumableResourceName="samples",
        TotalQuantity=3,
        ResourceType="NON_REPLENISHABLE",
        Tags={"site": "demo"},
    ),
    "Where": thing(
        "Batch::ComputeEnvironment",
        Type="managed",
        ComputeResources={
            "Type": "FARGATE",
            "MaxvCpus": 4,
            "Subnets": [ref("Net")],
            "SecurityGroupIds": [att("Vpc", "DefaultSecurityGroup")],
        },
    ),
    "Line": thing(
        "Batch::JobQueue",
        Priority=1,
        SchedulingPolicyArn=ref("Shares"),
        ComputeEnvironmentOrder=[{"Order": 1, "ComputeEnvironment": ref("Where")}],
        JobStateTimeLimitActions=[
            {
                "Action": "CANCEL",
                "MaxTimeSeconds": 600,
                "Reason": "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
                "State": "RUNNABLE",
            }
        ],
    ),
    "ModelRole": thing("IAM::Role", AssumeRolePolicyDocument=TRUST),
    "Model": thing(
        "SageMaker::Model",
        ModelName="samples",
        ExecutionRoleArn=att("ModelRole", "Arn"),
        PrimaryContainer={"Image": "samples:1", "Environment": {"LEVEL": "2"}},
        Tags=TAGS,
    ),
    "Serving": thing(
        "SageMaker::EndpointConfig",
        EndpointConfigName="samples",
        AsyncInferenceConfig={
            "ClientConfig": {"MaxConcurrentInvocationsPerInstance": 2},
            "OutputConfig": {"S3OutputPath": "s3://samples/out"},
        },
        ProductionVariants=[
            {
                "VariantName": "only",
                "ModelName": att("Model", "ModelName"),
                "InstanceType": "ml.m5.large",
                "InitialInstanceCount": 1,
                "InitialVariantWeight": 1.0,
            }
        ],
        Tags=TAGS,
    ),
}

TWINS: Template = {
    "Reader": thing(
        "IAM::Role",
        AssumeRolePolicyDocument=TRUST,
        Policies=[
            {
                "PolicyName": "read",
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "Action": "iotsitewise:*", "Resource": "*"}],
                },
            }
        ],
    ),
    "Workspace": thing(
        "IoTTwinMaker::Workspace",
        WorkspaceId="samples",
        Role=att("Reader", "Arn"),
        S3Location="arn:aws:s3:::samples",
        Tags={"site": "demo"},
    ),
    "Sync": thing(
        "IoTTwinMaker::SyncJob",
        WorkspaceId=ref("Workspace"),
        SyncSource="SITEWISE",
        SyncRole=att("Reader", "Arn"),
        Tags={"site": "demo"},
    ),
    "Dashboards": thing(
        "Grafana::Workspace",
        Name="samples",
        Description="of a plant",
        AccountAccessType="CURRENT_ACCOUNT",
        PermissionType="CUSTOMER_MANAGED",
        RoleArn=att("Reader", "Arn"),
        AuthenticationProviders=["SAML"],
        DataSources=["SITEWISE", "TWINMAKER"],
        NotificationDestinations=["SNS"],
        PluginAdminEnabled=True,
        GrafanaVersion="12.4",
        SamlConfiguration={
            "IdpMetadata": {"Url": "https://idp.example"},
            "AssertionAttributes": {"Role": "role"},
            "RoleValues": {"Admin": ["admins"]},
            "LoginValidityDuration": 60,
        },
        Tags=TAGS,
    ),
}

GATEWAYS: Template = {
    "Api": thing(
        "ApiGatewayV2::Api",
        Name="sample",
        ProtocolType="HTTP",
        Description="a sample",
        CorsConfiguration={"AllowOrigins": ["https://sample.example"], "MaxAge": 60},
    ),
    "Users": thing("Cognito::UserPool", UserPoolName="sample"),
    "Client": thing("Cognito::UserPoolClient", UserPoolId=ref("Users"), ClientName="sample"),
    "Domain": thing("Cognito::UserPoolDomain", UserPoolId=ref("Users"), Domain="sample-domain"),
    "Scopes": thing(
        "Cognito::UserPoolResourceServer",
        UserPoolId=ref("Users"),
        Identifier="sample",
        Name="sample",
        Scopes=[{"ScopeName": "read", "ScopeDescription": "reading"}],
    ),
    "Provider": thing(
        "Cognito::UserPoolIdentityProvider",
        UserPoolId=ref("Users"),
        ProviderName="sample",
        ProviderType="OIDC",
        ProviderDetails={
            "oidc_issuer": "https://sample.example",
            "client_id": "sample",
            "client_secret": "sample",
            "authorize_scopes": "openid",
            "attributes_request_method": "GET",
        },
        AttributeMapping={"email": "email"},
    ),
    "Tokens": thing(
        "ApiGatewayV2::Authorizer",
        ApiId=ref("Api"),
        Name="tokens",
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={
            "Audience": [ref("Client")],
            "Issuer": {"Fn::GetAtt": ["Users", "ProviderURL"]},
        },
    ),
    "Integration": thing(
        "ApiGatewayV2::Integration",
        ApiId=ref("Api"),
        IntegrationType="AWS_PROXY",
        IntegrationUri=f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:sample",
        PayloadFormatVersion="2.0",
        TimeoutInMillis=9000,
    ),
    "Route": thing(
        "ApiGatewayV2::Route",
        ApiId=ref("Api"),
        RouteKey="GET /sample/{proxy+}",
        AuthorizationType="JWT",
        AuthorizerId=ref("Tokens"),
        Target={"Fn::Sub": "integrations/${Integration}"},
    ),
    "Stage": thing(
        "ApiGatewayV2::Stage",
        ApiId=ref("Api"),
        StageName="sample",
        AutoDeploy=True,
        DefaultRouteSettings={"ThrottlingRateLimit": 50.0, "ThrottlingBurstLimit": 20},
    ),
    "Plan": thing(
        "ApiGateway::UsagePlan",
        UsagePlanName="sample",
        Throttle={"RateLimit": 5.0, "BurstLimit": 2},
        Quota={"Limit": 1000, "Period": "DAY"},
    ),
    "Key": thing("ApiGateway::ApiKey", Name="sample", Enabled=True, Value="v" * 20),
    "PlanKey": thing(
        "ApiGateway::UsagePlanKey", KeyId=ref("Key"), KeyType="API_KEY", UsagePlanId=ref("Plan")
    ),
}

MODELS: Template = {
    "Bearing": thing(
        "IoTSiteWise::AssetModel",
        AssetModelName="sample bearing",
        AssetModelType="COMPONENT_MODEL",
        AssetModelProperties=[
            {
                "LogicalId": "heat",
                "ExternalId": "heat",
                "Name": "heat",
                "DataType": "DOUBLE",
                "Unit": "°C",
                "Type": {"TypeName": "Measurement"},
            }
        ],
    ),
    "Machine": thing(
        "IoTSiteWise::AssetModel",
        AssetModelName="sample machine",
        AssetModelProperties=[
            {
                "LogicalId": "twice",
                "Name": "twice",
                "DataType": "DOUBLE",
                "Type": {
                    "TypeName": "Transform",
                    "Transform": {
                        "Expression": "2 * x",
                        "Variables": [
                            {
                                "Name": "x",
                                "Value": {
                                    "PropertyPath": [
                                        {"Name": "sample machine"},
                                        {"Name": "drive"},
                                        {"Name": "heat"},
                                    ]
                                },
                            }
                        ],
                    },
                },
            }
        ],
        AssetModelCompositeModels=[
            {
                "Name": "drive",
                "Type": "CUSTOM",
                "ExternalId": "part.drive",
                "ComposedAssetModelId": ref("Bearing"),
            },
            {
                "Name": "plate",
                "Type": "CUSTOM",
                "Description": "what is stamped on it",
                "ExternalId": "part.plate",
                "CompositeModelProperties": [
                    {
                        "LogicalId": "serial",
                        "Name": "serial",
                        "DataType": "STRING",
                        "Type": {"TypeName": "Attribute", "Attribute": {"DefaultValue": "none"}},
                    }
                ],
            },
        ],
    ),
}

SAMPLES: dict[str, Template] = {
    "sample-models": MODELS,
    "sample-functions": FUNCTIONS,
    "sample-gateways": GATEWAYS,
    "sample-messages": MESSAGES,
    "sample-edges": EDGES,
    "sample-images": IMAGES,
    "sample-jobs": JOBS,
    "sample-twins": TWINS,
}
