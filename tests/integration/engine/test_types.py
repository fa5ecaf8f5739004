"""Resource types end up in the API with every property, and change in place."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends

from twin_local.engine.engine import Engine
from twin_local.engine.errors import StackFailedError

Deploy = Callable[..., dict[str, Any]]
Template = dict[str, Any]
TRUST = {"Version": "2012-10-17", "Statement": []}
ROLE: Template = {
    "Type": "AWS::IAM::Role",
    "Properties": {"AssumeRolePolicyDocument": TRUST},
}


def thing(kind: str, **properties: Any) -> Template:  # noqa: ANN401
    return {"Type": f"AWS::{kind}", "Properties": properties}


def ref(name: str) -> Template:
    return {"Ref": name}


def att(name: str, attribute: str) -> Template:
    return {"Fn::GetAtt": [name, attribute]}


def call(engine: Engine, service: str, operation: str, **parameters: Any) -> Any:  # noqa: ANN401
    return engine.clients.call(service, operation, parameters)


def test_a_bucket_has_all_its_settings_and_loses_them_again(deploy: Deploy, engine: Engine) -> None:
    rule = {
        "Status": "Enabled",
        "ExpirationInDays": 90,
        "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2},
        "Prefix": "runs/",
    }
    cors = {
        "AllowedMethods": ["PUT"],
        "AllowedOrigins": ["https://x"],
        "MaxAge": 60,
        "ExposedHeaders": ["ETag"],
    }
    settings = {
        "VersioningConfiguration": {"Status": "Enabled"},
        "CorsConfiguration": {"CorsRules": [cors]},
        "LifecycleConfiguration": {"Rules": [rule]},
        "BucketEncryption": {
            "ServerSideEncryptionConfiguration": [
                {
                    "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"},
                    "BucketKeyEnabled": True,
                }
            ]
        },
        "PublicAccessBlockConfiguration": {"BlockPublicAcls": True},
        "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
        "Tags": [{"Key": "site", "Value": "demo"}],
    }
    outputs = {"Name": ref("B")}
    name = deploy({"B": thing("S3::Bucket", **settings)}, outputs)["Name"]
    where = {"Bucket": name}
    assert name == name.lower()
    assert call(engine, "s3", "GetBucketVersioning", **where)["Status"] == "Enabled"
    [found] = call(engine, "s3", "GetBucketCors", **where)["CORSRules"]
    assert (found["MaxAgeSeconds"], found["ExposeHeaders"]) == (60, ["ETag"])
    [kept] = call(engine, "s3", "GetBucketLifecycleConfiguration", **where)["Rules"]
    assert kept["Expiration"] == {"Days": 90}
    assert kept["Filter"] == {"Prefix": "runs/"}
    assert kept["NoncurrentVersionExpiration"]["NoncurrentDays"] == 30
    [encryption] = call(engine, "s3", "GetBucketEncryption", **where)[
        "ServerSideEncryptionConfiguration"
    ]["Rules"]
    assert encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    bucket = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].get_bucket(name)
    assert bucket.notification_configuration is not None
    assert bucket.notification_configuration.event_bridge is not None
    deploy({"B": thing("S3::Bucket")}, outputs)
    assert call(engine, "s3", "GetBucketVersioning", **where)["Status"] == "Suspended"
    for operation in ("GetBucketCors", "GetBucketLifecycleConfiguration", "GetPublicAccessBlock"):
        with pytest.raises(Exception, match="NoSuch"):
            call(engine, "s3", operation, **where)
    after = bucket.notification_configuration
    assert after is None or after.event_bridge is None


def test_a_policy_that_demands_tls_does_not_lock_the_bucket(deploy: Deploy, engine: Engine) -> None:
    deny = {
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": "s3:*",
        "Resource": {"Fn::Sub": "${B.Arn}/*"},
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    document = {"Version": "2012-10-17", "Statement": [deny]}
    policy = thing("S3::BucketPolicy", Bucket=ref("B"), PolicyDocument=document)
    name = deploy({"B": thing("S3::Bucket"), "P": policy}, {"Name": ref("B")})["Name"]
    call(engine, "s3", "PutObject", Bucket=name, Key="k", Body=b"x")
    document["Statement"] = [{**deny, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]
    deploy({"B": thing("S3::Bucket"), "P": policy}, {"Name": ref("B")})
    with pytest.raises(Exception, match=r"403|AccessDenied"):
        call(engine, "s3", "PutObject", Bucket=name, Key="k", Body=b"x")


def test_a_table_keeps_its_data_while_indexes_expiry_and_recovery_change(
    deploy: Deploy, engine: Engine
) -> None:
    def table(*indexes: str, **more: Any) -> Template:  # noqa: ANN401
        names = ("id", *indexes)
        return thing(
            "DynamoDB::Table",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            **({"GlobalSecondaryIndexes": [index(name) for name in indexes]} if indexes else {}),
            **more,
        )

    def index(name: str) -> Template:
        return {
            "IndexName": f"by-{name}",
            "KeySchema": [{"AttributeName": name, "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }

    out = {"Name": ref("T"), "Arn": att("T", "Arn")}
    expiry = {"AttributeName": "expires", "Enabled": True}
    recovery = {"PointInTimeRecoveryEnabled": True}
    stream = {"StreamViewType": "NEW_IMAGE"}
    first = table(
        "a",
        TimeToLiveSpecification=expiry,
        PointInTimeRecoverySpecification=recovery,
        StreamSpecification=stream,
    )
    name = deploy({"T": first}, out)["Name"]
    call(engine, "dynamodb", "PutItem", TableName=name, Item={"id": {"S": "1"}})
    ttl = call(engine, "dynamodb", "DescribeTimeToLive", TableName=name)["TimeToLiveDescription"]
    assert ttl["AttributeName"] == "expires"
    second = table("b", TimeToLiveSpecification=expiry, StreamSpecification=stream)
    assert deploy({"T": second}, out)["Name"] == name
    found = call(engine, "dynamodb", "DescribeTable", TableName=name)["Table"]
    assert [one["IndexName"] for one in found["GlobalSecondaryIndexes"]] == ["by-b"]
    backups = call(engine, "dynamodb", "DescribeContinuousBackups", TableName=name)
    state = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    assert state["PointInTimeRecoveryStatus"] == "DISABLED"
    assert call(engine, "dynamodb", "Scan", TableName=name)["Count"] == 1


def test_a_global_table_of_one_region_is_a_table(deploy: Deploy, engine: Engine) -> None:
    replica = {"Region": "us-east-1", "DeletionProtectionEnabled": True}
    properties = {
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
        "Replicas": [replica],
    }
    name = deploy({"T": thing("DynamoDB::GlobalTable", **properties)}, {"N": ref("T")})["N"]
    found = call(engine, "dynamodb", "DescribeTable", TableName=name)["Table"]
    assert found["DeletionProtectionEnabled"] is True


def test_a_function_gets_new_code_and_a_new_environment(deploy: Deploy, engine: Engine) -> None:
    def function(source: str, **more: Any) -> Template:  # noqa: ANN401
        return thing(
            "Lambda::Function",
            Code={"ZipFile": source},
            Role=att("R", "Arn"),
            Runtime="python3.14",
            Handler="index.handler",
            **more,
        )

    out = {"Name": ref("F"), "Arn": att("F", "Arn")}
    environment = {"Environment": {"Variables": {"A": "1"}}, "MemorySize": 512}
    name = deploy({"R": ROLE, "F": function("one", **environment)}, out)["Name"]
    before = call(engine, "lambda", "GetFunction", FunctionName=name)["Configuration"]
    assert before["Environment"]["Variables"] == {"A": "1"}
    assert deploy({"R": ROLE, "F": function("two", MemorySize=512)}, out)["Name"] == name
    after = call(engine, "lambda", "GetFunction", FunctionName=name)["Configuration"]
    assert after["CodeSha256"] != before["CodeSha256"]
    assert after.get("Environment", {}).get("Variables", {}) == {}


def test_what_a_role_may_do_follows_the_template(deploy: Deploy, engine: Engine) -> None:
    def role(*policies: str) -> Template:
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
        document = {"Version": "2012-10-17", "Statement": [statement]}
        inline = [{"PolicyName": name, "PolicyDocument": document} for name in policies]
        return thing("IAM::Role", AssumeRolePolicyDocument=TRUST, Policies=inline)

    name = deploy({"R": role("a", "b")}, {"Name": ref("R")})["Name"]
    assert set(call(engine, "iam", "ListRolePolicies", RoleName=name)["PolicyNames"]) == {"a", "b"}
    deploy({"R": role("b", "c")}, {"Name": ref("R")})
    assert set(call(engine, "iam", "ListRolePolicies", RoleName=name)["PolicyNames"]) == {"b", "c"}


TAGGED: dict[str, tuple[Template, str, str, str, str]] = {
    # property sets, then how the tags are read: service, operation, parameter, what it is given
    "IAM::Role": (ROLE["Properties"], "iam", "ListRoleTags", "RoleName", "{id}"),
    "SQS::Queue": ({}, "sqs", "ListQueueTags", "QueueUrl", "{id}"),
    "Lambda::Function": (
        {
            "Code": {"ZipFile": "x"},
            "Role": att("R", "Arn"),
            "Runtime": "python3.14",
            "Handler": "index.handler",
        },
        "lambda",
        "ListTags",
        "Resource",
        "arn:aws:lambda:us-east-1:123456789012:function:{id}",
    ),
    "StepFunctions::StateMachine": (
        {
            "RoleArn": "arn:aws:iam::123456789012:role/r",
            "DefinitionString": '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}',
        },
        "stepfunctions",
        "ListTagsForResource",
        "resourceArn",
        "{id}",
    ),
    "EC2::InternetGateway": ({}, "ec2", "DescribeInternetGateways", "InternetGatewayIds", "{id}"),
}


def tags_of(engine: Engine, kind: str, reference: str) -> dict[str, str]:
    _, service, operation, parameter, text = TAGGED[kind]
    given: Any = text.format(id=reference)
    given = [given] if parameter.endswith("Ids") else given
    answer = call(engine, service, operation, **{parameter: given})
    answer = answer["InternetGateways"][0] if "InternetGateways" in answer else answer
    found = answer.get("Tags", answer.get("tags", {}))
    if isinstance(found, dict):
        return found
    pairs = ({key.lower(): value for key, value in tag.items()} for tag in found)
    return {tag["key"]: tag["value"] for tag in pairs}


@pytest.mark.parametrize("kind", sorted(TAGGED))
def test_tags_come_change_and_go(deploy: Deploy, engine: Engine, kind: str) -> None:
    properties = TAGGED[kind][0]
    for wanted in ({"a": "1", "b": "1"}, {"b": "2", "c": "1"}, {}):
        tags = [{"Key": key, "Value": value} for key, value in wanted.items()]
        given = {**properties, "Tags": tags} if tags else properties
        reference = deploy({"R": ROLE, "X": thing(kind, **given)}, {"Ref": ref("X")})["Ref"]
        assert tags_of(engine, kind, reference) == wanted


def test_an_api_has_authorizers_validators_models_and_stage_settings(
    deploy: Deploy, engine: Engine
) -> None:
    def resources(limit: int) -> Template:
        uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations"
        api = {"RestApiId": ref("Api")}
        return {
            "Api": thing("ApiGateway::RestApi", Name="api", Description=f"limit {limit}"),
            "Auth": thing(
                "ApiGateway::Authorizer",
                **api,
                Name="auth",
                Type="TOKEN",
                AuthorizerUri=uri,
                IdentitySource="method.request.header.Authorization",
                AuthorizerResultTtlInSeconds=limit,
            ),
            "Check": thing("ApiGateway::RequestValidator", **api, ValidateRequestBody=True),
            "Body": thing(
                "ApiGateway::Model",
                **api,
                Name="Body",
                ContentType="application/json",
                Schema={"type": "object", "maxProperties": limit},
            ),
            "Path": thing(
                "ApiGateway::Resource", **api, ParentId=att("Api", "RootResourceId"), PathPart="x"
            ),
            "Post": thing(
                "ApiGateway::Method",
                **api,
                ResourceId=ref("Path"),
                HttpMethod="POST",
                AuthorizationType="CUSTOM",
                AuthorizerId=ref("Auth"),
                RequestValidatorId=ref("Check"),
                RequestModels={"application/json": ref("Body")},
                Integration={
                    "Type": "AWS_PROXY",
                    "IntegrationHttpMethod": "POST",
                    "Uri": uri,
                    "TimeoutInMillis": 20000 + limit,
                },
                MethodResponses=[{"StatusCode": "200"}],
            ),
            f"Deployment{limit}": {**thing("ApiGateway::Deployment", **api), "DependsOn": "Post"},
            "Stage": thing(
                "ApiGateway::Stage",
                **api,
                StageName="api",
                DeploymentId=ref(f"Deployment{limit}"),
                MethodSettings=[
                    {
                        "ResourcePath": "/*",
                        "HttpMethod": "*",
                        "ThrottlingRateLimit": limit,
                        "LoggingLevel": "INFO",
                    }
                ],
            ),
        }

    out = {"Api": ref("Api"), "Path": ref("Path"), "Auth": ref("Auth")}
    for limit in (10, 20):
        found = deploy(resources(limit), out)
        where = {"restApiId": found["Api"]}
        method = call(
            engine, "apigateway", "GetMethod", **where, resourceId=found["Path"], httpMethod="POST"
        )
        assert method["authorizerId"] == found["Auth"]
        assert method["requestModels"] == {"application/json": "Body"}
        assert method["methodIntegration"]["timeoutInMillis"] == 20000 + limit
        assert "200" in method["methodResponses"]
        model = call(engine, "apigateway", "GetModel", **where, modelName="Body")
        assert json.loads(model["schema"])["maxProperties"] == limit
        stage = call(engine, "apigateway", "GetStage", **where, stageName="api")
        assert stage["methodSettings"]["*/*"]["throttlingRateLimit"] == limit
        authorizer = call(
            engine, "apigateway", "GetAuthorizer", **where, authorizerId=found["Auth"]
        )
        assert authorizer["authorizerResultTtlInSeconds"] == limit
        assert len(call(engine, "apigateway", "GetDeployments", **where)["items"]) == 1


def test_a_distribution_has_its_policies_and_is_deleted_after_a_change(
    deploy: Deploy, engine: Engine, stack: str
) -> None:
    def resources(comment: str) -> Template:
        headers = {
            "Name": f"{stack}-headers",
            "SecurityHeadersConfig": {
                "ContentTypeOptions": {"Override": True},
                "FrameOptions": {"FrameOption": "DENY", "Override": True},
            },
        }
        origin = {
            "Id": "api",
            "DomainName": "x.execute-api.us-east-1.amazonaws.com",
            "CustomOriginConfig": {
                "OriginProtocolPolicy": "https-only",
                "OriginSSLProtocols": ["TLSv1.2"],
            },
        }
        behavior = {
            "TargetOriginId": "api",
            "ViewerProtocolPolicy": "redirect-to-https",
            "AllowedMethods": ["GET", "HEAD", "POST"],
            "ResponseHeadersPolicyId": ref("Headers"),
        }
        config = {
            "Enabled": True,
            "Comment": comment,
            "Origins": [origin],
            "DefaultCacheBehavior": behavior,
            "CacheBehaviors": [{**behavior, "PathPattern": "/api/*"}],
            "CustomErrorResponses": [
                {"ErrorCode": 403, "ResponseCode": 200, "ResponsePagePath": "/index.html"}
            ],
            "DefaultRootObject": "index.html",
        }
        return {
            "Headers": thing(
                "CloudFront::ResponseHeadersPolicy", ResponseHeadersPolicyConfig=headers
            ),
            "D": thing("CloudFront::Distribution", DistributionConfig=config),
        }

    out = {"Id": ref("D"), "Headers": ref("Headers")}
    first = deploy(resources("one"), out)
    assert deploy(resources("two"), out) == first
    found = call(engine, "cloudfront", "GetDistribution", Id=first["Id"])["Distribution"]
    config = found["DistributionConfig"]
    assert config["Comment"] == "two"
    assert config["DefaultCacheBehavior"]["ResponseHeadersPolicyId"] == first["Headers"]
    assert config["DefaultCacheBehavior"]["AllowedMethods"]["Quantity"] == 3
    assert config["CustomErrorResponses"]["Items"][0]["ResponsePagePath"] == "/index.html"
    engine.destroy_stack(stack)


def test_a_network_without_way_in(deploy: Deploy, engine: Engine, stack: str) -> None:
    def resources(*ports: int) -> Template:
        ingress = [
            {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "CidrIp": "10.0.0.0/16"}
            for port in ports
        ]
        return {
            "Vpc": thing(
                "EC2::VPC",
                CidrBlock="10.0.0.0/16",
                EnableDnsHostnames=True,
                Tags=[{"Key": "Name", "Value": "v"}],
            ),
            "Net": thing(
                "EC2::Subnet",
                VpcId=ref("Vpc"),
                CidrBlock="10.0.0.0/24",
                AvailabilityZone={"Fn::Select": [0, {"Fn::GetAZs": ""}]},
                MapPublicIpOnLaunch=True,
            ),
            "Gate": thing("EC2::InternetGateway"),
            "Attached": thing(
                "EC2::VPCGatewayAttachment", VpcId=ref("Vpc"), InternetGatewayId=ref("Gate")
            ),
            "Table": thing("EC2::RouteTable", VpcId=ref("Vpc")),
            "Out": {
                **thing(
                    "EC2::Route",
                    RouteTableId=ref("Table"),
                    DestinationCidrBlock="0.0.0.0/0",
                    GatewayId=ref("Gate"),
                ),
                "DependsOn": "Attached",
            },
            "Joined": thing(
                "EC2::SubnetRouteTableAssociation", RouteTableId=ref("Table"), SubnetId=ref("Net")
            ),
            "Group": thing(
                "EC2::SecurityGroup",
                GroupDescription="jobs",
                VpcId=ref("Vpc"),
                SecurityGroupIngress=ingress,
                SecurityGroupEgress=[
                    {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}
                ],
            ),
        }

    out = {"Group": ref("Group"), "Net": ref("Net"), "Default": att("Vpc", "DefaultSecurityGroup")}
    for ports in ((80,), (80, 81), (82,)):
        found = deploy(resources(*ports), out)
        [group] = call(engine, "ec2", "DescribeSecurityGroups", GroupIds=[found["Group"]])[
            "SecurityGroups"
        ]
        assert sorted(rule["FromPort"] for rule in group["IpPermissions"]) == list(ports)
        assert [rule["FromPort"] for rule in group["IpPermissionsEgress"]] == [443]
    [net] = call(engine, "ec2", "DescribeSubnets", SubnetIds=[found["Net"]])["Subnets"]
    assert net["MapPublicIpOnLaunch"] is True
    assert found["Default"].startswith("sg-")
    engine.destroy_stack(stack)


def test_jobs_get_a_new_revision_when_their_definition_changes(deploy: Deploy, stack: str) -> None:
    def resources(command: str) -> Template:
        environment = {
            "Type": "FARGATE_SPOT",
            "MaxvCpus": 4,
            "Subnets": [ref("Net")],
            "SecurityGroupIds": [att("Vpc", "DefaultSecurityGroup")],
        }
        container = {
            "Image": "image",
            "Command": [command],
            "ResourceRequirements": [
                {"Type": "VCPU", "Value": "1"},
                {"Type": "MEMORY", "Value": "2048"},
            ],
        }
        return {
            "Vpc": thing("EC2::VPC", CidrBlock="10.0.0.0/16"),
            "Net": thing("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.0.0/24"),
            "Where": thing(
                "Batch::ComputeEnvironment", Type="managed", ComputeResources=environment
            ),
            "Queue": thing(
                "Batch::JobQueue",
                Priority=1,
                ComputeEnvironmentOrder=[{"Order": 1, "ComputeEnvironment": ref("Where")}],
            ),
            "Job": thing(
                "Batch::JobDefinition",
                Type="container",
                JobDefinitionName=f"{stack}-job",
                ContainerProperties=container,
            ),
        }

    out = {"Job": ref("Job"), "Queue": ref("Queue")}
    first, second = (deploy(resources(command), out) for command in ("a", "b"))
    assert first["Queue"] == second["Queue"]
    assert first["Job"].endswith(":1")
    assert second["Job"].endswith(":2")


def test_a_state_machine_has_its_substitutions(deploy: Deploy, engine: Engine) -> None:
    def machine(state: str) -> Template:
        definition = {
            "StartAt": "${First}",
            "States": {"A": {"Type": "Succeed"}, "B": {"Type": "Succeed"}},
        }
        return thing(
            "StepFunctions::StateMachine",
            RoleArn=att("R", "Arn"),
            DefinitionString=json.dumps(definition),
            DefinitionSubstitutions={"First": state},
        )

    for state in ("A", "B"):
        arn = deploy({"R": ROLE, "M": machine(state)}, {"Arn": ref("M")})["Arn"]
        found = call(engine, "stepfunctions", "DescribeStateMachine", stateMachineArn=arn)
        assert json.loads(found["definition"])["StartAt"] == state


def test_rules_and_schedules_follow(deploy: Deploy, engine: Engine, stack: str) -> None:
    def resources(*targets: str) -> Template:
        arn = "arn:aws:sqs:us-east-1:123456789012:"
        listed = [{"Id": name, "Arn": arn + name} for name in targets]
        schedule = {"Arn": arn + targets[0], "RoleArn": att("R", "Arn"), "Input": "{}"}
        return {
            "R": ROLE,
            "Bus": thing("Events::EventBus", Name=f"{stack}-bus"),
            "Rule": thing(
                "Events::Rule",
                EventBusName=ref("Bus"),
                EventPattern={"source": ["twin"]},
                Targets=listed,
            ),
            "Group": thing("Scheduler::ScheduleGroup", Name=f"{stack}-group"),
            "Every": thing(
                "Scheduler::Schedule",
                GroupName=ref("Group"),
                ScheduleExpression="rate(5 minutes)",
                FlexibleTimeWindow={"Mode": "OFF"},
                Target=schedule,
            ),
        }

    for targets in (("a", "b"), ("b", "c")):
        rule = deploy(resources(*targets), {"Rule": ref("Rule")})["Rule"]
        found = call(engine, "events", "ListTargetsByRule", Rule=rule, EventBusName=f"{stack}-bus")
        assert {one["Id"] for one in found["Targets"]} == set(targets)
    [every] = call(engine, "scheduler", "ListSchedules", GroupName=f"{stack}-group")["Schedules"]
    assert every["Target"]["Arn"].endswith(":b")
    engine.destroy_stack(stack)


def test_an_asset_model_keeps_its_ids_when_it_grows(deploy: Deploy, engine: Engine) -> None:
    def resources(*properties: str) -> Template:
        measured = [
            {
                "LogicalId": name,
                "Name": name.title(),
                "DataType": "DOUBLE",
                "Type": {"TypeName": "Measurement"},
            }
            for name in properties
        ]
        twice = {
            "LogicalId": "twice",
            "Name": "Twice",
            "DataType": "DOUBLE",
            "Type": {
                "TypeName": "Transform",
                "Transform": {
                    "Expression": "2 * x",
                    "Variables": [{"Name": "x", "Value": {"PropertyLogicalId": properties[0]}}],
                },
            },
        }
        aliases = [
            {"LogicalId": name, "Alias": f"/{name}", "NotificationState": "ENABLED"}
            for name in properties
        ]
        child = {"LogicalId": "parts", "Name": "Parts", "ChildAssetModelId": ref("Part")}
        return {
            "Part": thing("IoTSiteWise::AssetModel", AssetModelName="Part"),
            "Model": thing(
                "IoTSiteWise::AssetModel",
                AssetModelName="Pump",
                AssetModelProperties=[*measured, twice],
                AssetModelHierarchies=[child],
            ),
            "P1": thing("IoTSiteWise::Asset", AssetModelId=ref("Part"), AssetName="P1"),
            "A1": thing(
                "IoTSiteWise::Asset",
                AssetModelId=ref("Model"),
                AssetName="A1",
                AssetProperties=aliases,
                AssetHierarchies=[{"LogicalId": "parts", "ChildAssetId": ref("P1")}],
            ),
        }

    out = {"Asset": ref("A1"), "Part": ref("P1")}
    ids: list[dict[str, str]] = []
    for properties in (("flow",), ("flow", "speed")):
        found = deploy(resources(*properties), out)
        asset = call(engine, "iotsitewise", "DescribeAsset", assetId=found["Asset"])
        ids.append({one["name"]: one["id"] for one in asset["assetProperties"]})
        assert {one.get("alias") for one in asset["assetProperties"]} - {None} == {
            f"/{name}" for name in properties
        }
        [hierarchy] = asset["assetHierarchies"]
        children = call(
            engine,
            "iotsitewise",
            "ListAssociatedAssets",
            assetId=found["Asset"],
            hierarchyId=hierarchy["id"],
        )
        assert [one["id"] for one in children["assetSummaries"]] == [found["Part"]]
    assert ids[0]["Flow"] == ids[1]["Flow"]
    assert set(ids[1]) == {"Flow", "Speed", "Twice"}


def test_an_unknown_logical_id_of_an_asset_is_refused(deploy: Deploy) -> None:
    resources = {
        "Model": thing(
            "IoTSiteWise::AssetModel",
            AssetModelName="M",
            AssetModelProperties=[
                {
                    "LogicalId": "a",
                    "Name": "A",
                    "DataType": "DOUBLE",
                    "Type": {"TypeName": "Measurement"},
                }
            ],
        ),
        "Asset": thing(
            "IoTSiteWise::Asset",
            AssetModelId=ref("Model"),
            AssetName="X",
            AssetProperties=[{"LogicalId": "b", "Alias": "/b"}],
        ),
    }
    with pytest.raises(StackFailedError, match="no property with this logical id; found b"):
        deploy(resources)


def test_a_twin_graph_changes_component_by_component(
    deploy: Deploy, engine: Engine, stack: str
) -> None:
    def resources(**values: str) -> Template:
        components = {
            name: {
                "ComponentTypeId": "kind",
                "Properties": {"label": {"Value": {"StringValue": value}}},
            }
            for name, value in values.items()
        }
        label = {"DataType": {"Type": "STRING"}}
        where = {"WorkspaceId": stack}
        return {
            "R": ROLE,
            "Workspace": thing(
                "IoTTwinMaker::Workspace",
                **where,
                Role=att("R", "Arn"),
                S3Location="arn:aws:s3:::files",
            ),
            "Kind": {
                **thing(
                    "IoTTwinMaker::ComponentType",
                    **where,
                    ComponentTypeId="kind",
                    PropertyDefinitions={"label": label},
                ),
                "DependsOn": "Workspace",
            },
            "Entity": {
                **thing(
                    "IoTTwinMaker::Entity",
                    **where,
                    EntityName="E",
                    EntityId="e-1",
                    Components=components,
                ),
                "DependsOn": "Kind",
            },
        }

    for values in ({"a": "1", "b": "1"}, {"b": "2", "c": "1"}):
        deploy(resources(**values))
        found = call(engine, "iottwinmaker", "GetEntity", workspaceId=stack, entityId="e-1")
        labels = {
            name: one["properties"]["label"]["value"]["stringValue"]
            for name, one in found["components"].items()
        }
        assert labels == values
    engine.destroy_stack(stack)


def test_things_rules_and_components(deploy: Deploy, engine: Engine, stack: str) -> None:
    def resources(sql: str, version: str) -> Template:
        action = {"Lambda": {"FunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:f"}}
        recipe = {
            "RecipeFormatVersion": "2020-01-25",
            "ComponentName": f"{stack}.collector",
            "ComponentVersion": version,
            "Manifests": [{"Platform": {"os": "linux"}, "Lifecycle": {"run": "true"}}],
        }
        return {
            "Thing": thing(
                "IoT::Thing",
                ThingName=f"{stack}-edge",
                AttributePayload={"Attributes": {"site": "x"}},
            ),
            "Rule": thing(
                "IoT::TopicRule",
                TopicRulePayload={
                    "Sql": sql,
                    "AwsIotSqlVersion": "2016-03-23",
                    "Actions": [action],
                },
            ),
            "Component": thing("GreengrassV2::ComponentVersion", InlineRecipe=json.dumps(recipe)),
        }

    out = {
        "Rule": ref("Rule"),
        "Component": att("Component", "ComponentVersion"),
        "Arn": att("Thing", "Arn"),
    }
    for number in ("1", "2"):
        found = deploy(resources(f"SELECT {number} AS n FROM 'a'", f"1.0.{number}"), out)
        rule = call(engine, "iot", "GetTopicRule", ruleName=found["Rule"])["rule"]
        assert rule["sql"] == f"SELECT {number} AS n FROM 'a'"
        assert rule["actions"][0]["lambda"]["functionArn"].endswith(":f")
        assert found["Component"] == f"1.0.{number}"
    engine.destroy_stack(stack)


def test_users_clients_and_groups(deploy: Deploy, engine: Engine) -> None:
    def resources(hours: int) -> Template:
        return {
            "Pool": thing(
                "Cognito::UserPool",
                MfaConfiguration="OPTIONAL",
                EnabledMfas=["SOFTWARE_TOKEN_MFA"],
                Policies={"PasswordPolicy": {"MinimumLength": 12}},
            ),
            "Client": thing(
                "Cognito::UserPoolClient",
                UserPoolId=ref("Pool"),
                ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
                AccessTokenValidity=hours,
            ),
            "Group": thing(
                "Cognito::UserPoolGroup", UserPoolId=ref("Pool"), GroupName="admin", Precedence=1
            ),
        }

    out = {"Pool": ref("Pool"), "Client": ref("Client")}
    first, second = (deploy(resources(hours), out) for hours in (1, 2))
    assert first == second
    where = {"UserPoolId": first["Pool"]}
    client = call(
        engine, "cognito-idp", "DescribeUserPoolClient", **where, ClientId=first["Client"]
    )
    assert client["UserPoolClient"]["AccessTokenValidity"] == 2
    factors = call(engine, "cognito-idp", "GetUserPoolMfaConfig", **where)
    assert factors["SoftwareTokenMfaConfiguration"]["Enabled"] is True


def test_live_channels_keys_topics_and_alarms(deploy: Deploy, engine: Engine, stack: str) -> None:
    auth = [{"AuthType": "API_KEY"}]
    modes = {
        "ConnectionAuthModes": auth,
        "DefaultPublishAuthModes": auth,
        "DefaultSubscribeAuthModes": auth,
    }
    resources = {
        "Api": thing("AppSync::Api", Name="live", EventConfig={"AuthProviders": auth, **modes}),
        "Twin": thing("AppSync::ChannelNamespace", ApiId=att("Api", "ApiId"), Name="twin"),
        "Key": thing(
            "KMS::Key",
            KeyPolicy=TRUST,
            EnableKeyRotation=True,
            Tags=[{"Key": "site", "Value": "x"}],
        ),
        "Topic": thing("SNS::Topic", DisplayName="alarms", KmsMasterKeyId=ref("Key")),
        "Log": thing("Logs::LogGroup", RetentionInDays=30),
        "Alarm": thing(
            "CloudWatch::Alarm",
            ComparisonOperator="GreaterThanThreshold",
            EvaluationPeriods=1,
            MetricName="Errors",
            Namespace="AWS/Lambda",
            Period=60,
            Statistic="Sum",
            Threshold=1,
            AlarmActions=[ref("Topic")],
        ),
    }
    out = {"Http": att("Api", "Dns.Http"), "Key": ref("Key"), "Log": ref("Log")}
    found = deploy(resources, out)
    assert ".appsync-api." in found["Http"]
    assert call(engine, "kms", "GetKeyRotationStatus", KeyId=found["Key"])["KeyRotationEnabled"]
    del resources["Log"]["Properties"]["RetentionInDays"]
    deploy(resources, out)
    [group] = call(engine, "logs", "DescribeLogGroups", logGroupNamePrefix=found["Log"])[
        "logGroups"
    ]
    assert "retentionInDays" not in group
    engine.destroy_stack(stack)


def zipped(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return buffer.getvalue()


def test_a_bucket_deployment_fills_in_values_sets_types_and_prunes(
    deploy: Deploy, engine: Engine, stack: str
) -> None:
    call(engine, "s3", "CreateBucket", Bucket=f"{stack}-assets")
    for key, body in {
        "one.zip": zipped(index_html="<p>", old_js="1", config_json='{"pool": "<<marker>>"}'),
        "two.zip": zipped(index_html="<b>", config_json='{"pool": "<<marker>>"}'),
    }.items():
        call(engine, "s3", "PutObject", Bucket=f"{stack}-assets", Key=key, Body=body)

    def resources(key: str) -> Template:
        return {
            "Site": thing("S3::Bucket"),
            "Pool": thing("SQS::Queue", QueueName=f"{stack}-pool"),
            "Files": {
                "Type": "Custom::CDKBucketDeployment",
                "Properties": {
                    "ServiceToken": "arn:aws:lambda:us-east-1:123456789012:function:unused",
                    "SourceBucketNames": [f"{stack}-assets"],
                    "SourceObjectKeys": [key],
                    "SourceMarkers": [{"<<marker>>": att("Pool", "QueueName")}],
                    "DestinationBucketName": ref("Site"),
                    "Prune": True,
                    "SystemMetadata": {"cache-control": "no-cache"},
                },
            },
        }

    out = {"Site": ref("Site")}
    name = deploy(resources("one.zip"), out)["Site"]
    config = call(engine, "s3", "GetObject", Bucket=name, Key="config.json")
    assert json.loads(config["Body"].read()) == {"pool": f"{stack}-pool"}
    assert (config["ContentType"], config["CacheControl"]) == ("application/json", "no-cache")
    assert (
        call(engine, "s3", "HeadObject", Bucket=name, Key="old.js")["ContentType"]
        == "text/javascript"
    )
    deploy(resources("two.zip"), out)
    keys = {one["Key"] for one in call(engine, "s3", "ListObjectsV2", Bucket=name)["Contents"]}
    assert keys == {"index.html", "config.json"}


def test_a_custom_resource_whose_function_is_not_there_fails(deploy: Deploy) -> None:
    token = "arn:aws:lambda:us-east-1:123456789012:function:nobody"
    with pytest.raises(Exception, match=r"Custom::Surprise.*ResourceNotFoundException"):
        deploy({"X": {"Type": "Custom::Surprise", "Properties": {"ServiceToken": token}}})
