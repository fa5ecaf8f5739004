"""Each call is read into the actions and resources that AWS decides it by."""

from __future__ import annotations

from typing import Any

import pytest

from twin_local.execution.access.calls import Call
from twin_local.execution.access.resources import needs

REGION, ACCOUNT = "eu-central-1", "111111111111"


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


FUNCTION = arn("lambda", "function:f")
MACHINE = arn("states", "stateMachine:m")


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "expected"),
    [
        (
            "lambda",
            "Invoke",
            {"FunctionName": "f"},
            [("lambda:InvokeFunction", FUNCTION)],
        ),
        (
            "lambda",
            "Invoke",
            {"FunctionName": FUNCTION, "Qualifier": "live"},
            [("lambda:InvokeFunction", f"{FUNCTION}:live")],
        ),
        (
            "stepfunctions",
            "StartExecution",
            {"stateMachineArn": MACHINE},
            [("states:StartExecution", MACHINE)],
        ),
        (
            "cognito-idp",
            "AdminGetUser",
            {"UserPoolId": "eu-central-1_a", "Username": "ana"},
            [("cognito-idp:AdminGetUser", arn("cognito-idp", "userpool/eu-central-1_a"))],
        ),
        (
            "dynamodb",
            "Query",
            {"TableName": "t", "IndexName": "i"},
            [("dynamodb:Query", arn("dynamodb", "table/t/index/i"))],
        ),
        (
            "dynamodb",
            "BatchGetItem",
            {"RequestItems": {"t": {}, "u": {}}},
            [
                ("dynamodb:BatchGetItem", arn("dynamodb", "table/t")),
                ("dynamodb:BatchGetItem", arn("dynamodb", "table/u")),
            ],
        ),
        (
            "dynamodb",
            "TransactGetItems",
            {"TransactItems": [{"Get": {"TableName": arn("dynamodb", "table/t")}}]},
            [("dynamodb:GetItem", arn("dynamodb", "table/t"))],
        ),
        (
            "sqs",
            "SendMessage",
            {"QueueUrl": f"http://127.0.0.1/{ACCOUNT}/q"},
            [("sqs:SendMessage", arn("sqs", "q"))],
        ),
        (
            "events",
            "PutEvents",
            {
                "Entries": [
                    {"EventBusName": "b"},
                    {"EventBusName": arn("events", "event-bus/c")},
                    {},
                ]
            },
            [
                ("events:PutEvents", arn("events", "event-bus/b")),
                ("events:PutEvents", arn("events", "event-bus/c")),
                ("events:PutEvents", arn("events", "event-bus/default")),
            ],
        ),
        (
            "batch",
            "SubmitJob",
            {"jobQueue": arn("batch", "job-queue/q"), "jobDefinition": "d:3"},
            [
                ("batch:SubmitJob", arn("batch", "job-queue/q")),
                ("batch:SubmitJob", arn("batch", "job-definition/d:3")),
            ],
        ),
        ("batch", "DescribeJobs", {"jobs": ["1"]}, [("batch:DescribeJobs", "*")]),
        (
            "batch",
            "DescribeConsumableResource",
            {"consumableResource": "licence"},
            [("batch:DescribeConsumableResource", arn("batch", "consumable-resource/licence"))],
        ),
        (
            "sagemaker",
            "CreateEndpoint",
            {"EndpointName": "e", "EndpointConfigName": "c"},
            [
                ("sagemaker:CreateEndpoint", arn("sagemaker", "endpoint-config/c")),
                ("sagemaker:CreateEndpoint", arn("sagemaker", "endpoint/e")),
            ],
        ),
        (
            "sagemaker",
            "CreateTransformJob",
            {"TransformJobName": "t", "ModelName": "m"},
            [("sagemaker:CreateTransformJob", arn("sagemaker", "transform-job/t"))],
        ),
        ("sagemaker", "ListModels", {}, [("sagemaker:ListModels", "*")]),
        (
            "sagemaker-runtime",
            "InvokeEndpointAsync",
            {"EndpointName": "e"},
            [("sagemaker:InvokeEndpointAsync", arn("sagemaker", "endpoint/e"))],
        ),
        (
            "bedrock-runtime",
            "Converse",
            {"modelId": "eu.amazon.nova-lite-v1:0"},
            [
                (
                    "bedrock:InvokeModel",
                    arn("bedrock", "inference-profile/eu.amazon.nova-lite-v1:0"),
                ),
                (
                    "bedrock:InvokeModel",
                    f"arn:aws:bedrock:{REGION}::foundation-model/amazon.nova-lite-v1:0",
                ),
            ],
        ),
        (
            "bedrock-runtime",
            "ConverseStream",
            {"modelId": "amazon.nova-lite-v1:0"},
            [
                (
                    "bedrock:InvokeModelWithResponseStream",
                    f"arn:aws:bedrock:{REGION}::foundation-model/amazon.nova-lite-v1:0",
                )
            ],
        ),
        (
            "iot-data",
            "UpdateThingShadow",
            {"thingName": "t", "shadowName": "s"},
            [("iot:UpdateThingShadow", arn("iot", "thing/t/s"))],
        ),
        ("iot-data", "Publish", {"topic": "a/b"}, [("iot:Publish", arn("iot", "topic/a/b"))]),
        (
            "iotsitewise",
            "BatchPutAssetPropertyValue",
            {"entries": [{"assetId": "a"}, {"assetId": "a"}]},
            [("iotsitewise:BatchPutAssetPropertyValue", arn("iotsitewise", "asset/a"))],
        ),
        (
            "iotsitewise",
            "DescribeAssetModel",
            {"assetModelId": "m"},
            [("iotsitewise:DescribeAssetModel", arn("iotsitewise", "asset-model/m"))],
        ),
        (
            "iotsitewise",
            "TagResource",
            {"resourceArn": arn("iotsitewise", "asset/a")},
            [("iotsitewise:TagResource", arn("iotsitewise", "asset/a"))],
        ),
        ("iotsitewise", "ListAssets", {}, [("iotsitewise:ListAssets", "*")]),
        (
            "s3",
            "GetObject",
            {"Bucket": "b", "Key": "k/l", "VersionId": "1"},
            [("s3:GetObjectVersion", "arn:aws:s3:::b/k/l")],
        ),
        (
            "s3",
            "UploadPart",
            {"Bucket": "b", "Key": "k"},
            [("s3:PutObject", "arn:aws:s3:::b/k")],
        ),
        ("s3", "ListObjectsV2", {"Bucket": "b"}, [("s3:ListBucket", "arn:aws:s3:::b")]),
        (
            "logs",
            "PutLogEvents",
            {"logGroupName": "g", "logStreamName": "s"},
            [("logs:PutLogEvents", arn("logs", "log-group:g:log-stream:s"))],
        ),
        ("xray", "PutTraceSegments", {}, [("xray:PutTraceSegments", "*")]),
    ],
)
def test_needs(
    service: str, operation: str, parameters: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert needs(Call(service, operation, parameters, REGION, ACCOUNT)) == expected
