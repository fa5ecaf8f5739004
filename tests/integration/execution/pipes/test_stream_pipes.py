"""Pipes that read a DynamoDB stream: in order, retried, and given up."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.execution.conftest import ROLE
from tests.integration.execution.messaging.conftest import Client
from tests.integration.execution.pipes.conftest import Make


@pytest.fixture
def stream(client: Client, request: pytest.FixtureRequest) -> str:
    """Return the stream of a fresh table, which has the test's name."""
    return str(
        client("dynamodb").create_table(
            TableName=request.node.name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )["TableDescription"]["LatestStreamArn"]
    )


def put(client: Client, table: str, *names: str) -> None:
    for name in names:
        client("dynamodb").put_item(TableName=table, Item={"id": {"S": name}})


def test_new_items_become_events_on_a_bus(
    client: Client,
    queue: Make,
    pipe: Callable[..., str],
    stream: str,
    request: pytest.FixtureRequest,
) -> None:
    heard, events = queue(), client("events")
    bus = events.create_event_bus(Name="piped")["EventBusArn"]
    pattern = json.dumps({"source": ["twin.items"], "detail-type": ["INSERT"]})
    events.put_rule(Name="heard", EventBusName="piped", EventPattern=pattern)
    events.put_targets(Rule="heard", EventBusName="piped", Targets=[{"Id": "1", "Arn": heard.arn}])
    put(client, request.node.name, "before")
    pipe(
        "items",
        stream,
        bus,
        SourceParameters={"DynamoDBStreamParameters": {"StartingPosition": "TRIM_HORIZON"}},
        TargetParameters={
            "InputTemplate": '{"eventName": <$.eventName>, "id": <$.dynamodb.NewImage.id.S>}',
            "EventBridgeEventBusParameters": {
                "Source": "twin.items",
                "DetailType": "$.eventName",
            },
        },
    )
    put(client, request.node.name, "after")
    found = [json.loads(message["Body"])["detail"]["id"] for message in heard.take(2)]
    assert sorted(found) == ["after", "before"]


def test_a_batch_that_fails_is_tried_again_then_given_up_and_the_next_goes_on(
    client: Client,
    queue: Make,
    pipe: Callable[..., str],
    function: Callable[..., str],
    stream: str,
    request: pytest.FixtureRequest,
) -> None:
    heard, dead = queue(), queue()
    target = function(
        "picky",
        "import boto3, os\ndef handler(events, context):\n"
        "    for e in events:\n"
        "        name = e['dynamodb']['Keys']['id']['S']\n"
        "        boto3.client('sqs').send_message(QueueUrl=os.environ['URL'], MessageBody=name)\n"
        "        if name == 'bad': raise ValueError(name)\n",
        Environment={"Variables": {"URL": heard.url}},
        Timeout=20,
    )
    put(client, request.node.name, "bad", "good")
    settings: dict[str, Any] = {
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": 1,
        "MaximumRetryAttempts": 1,
        "DeadLetterConfig": {"Arn": dead.arn},
    }
    pipe("picky", stream, target, SourceParameters={"DynamoDBStreamParameters": settings})
    assert [message["Body"] for message in heard.take(3)] == ["bad", "bad", "good"]
    letter = json.loads(dead.take()[0]["Body"])
    assert letter["DDBStreamBatchInfo"]["streamArn"] == stream
    assert letter["DDBStreamBatchInfo"]["batchSize"] == 1
    assert letter["context"]["condition"] == "RetryAttemptsExhausted"


def test_a_machine_is_started_with_the_batch(
    client: Client,
    pipe: Callable[..., str],
    queue: Make,
    stream: str,
    request: pytest.FixtureRequest,
) -> None:
    heard = queue()
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage",
        "Parameters": {"QueueUrl": heard.url, "MessageBody.$": "$[0].dynamodb.Keys.id.S"},
        "End": True,
    }
    machine = client("stepfunctions").create_state_machine(
        name="piped",
        roleArn=ROLE,
        definition=json.dumps({"StartAt": "Tell", "States": {"Tell": state}}),
    )["stateMachineArn"]
    invocation = {"StepFunctionStateMachineParameters": {"InvocationType": "FIRE_AND_FORGET"}}
    pipe(
        "started",
        stream,
        machine,
        SourceParameters={"DynamoDBStreamParameters": {"StartingPosition": "LATEST"}},
        TargetParameters=invocation,
    )
    client("pipes").update_pipe(
        Name="started",
        RoleArn=ROLE,
        SourceParameters={"DynamoDBStreamParameters": {"BatchSize": 2}},
    )
    settings = client("pipes").describe_pipe(Name="started")["SourceParameters"]
    assert settings["DynamoDBStreamParameters"] == {"StartingPosition": "LATEST", "BatchSize": 2}
    put(client, request.node.name, "one")
    assert [message["Body"] for message in heard.take()] == ["one"]
