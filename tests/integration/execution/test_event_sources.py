"""Functions are run with batches of queues and streams, and what fails stays or is given up."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ACCOUNT, REGION, trusting
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Function = Callable[..., str]
TELL = """
import boto3, json, os
def tell(value):
    boto3.client('sqs').send_message(QueueUrl=os.environ['TOLD'], MessageBody=json.dumps(value))
"""


@pytest.fixture
def queues(client: Client) -> Iterator[dict[str, str]]:
    """Return a queue to read from, and one that functions tell."""
    sqs = client("sqs")
    short = {"VisibilityTimeout": "1"}
    made = {
        "source": sqs.create_queue(QueueName="source", Attributes=short)["QueueUrl"],
        "told": sqs.create_queue(QueueName="told")["QueueUrl"],
    }
    yield made
    for url in made.values():
        sqs.delete_queue(QueueUrl=url)


@pytest.fixture
def table(client: Client) -> Iterator[str]:
    """Return the stream of a table."""
    made = client("dynamodb").create_table(
        TableName="streamed",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    yield made["TableDescription"]["LatestStreamArn"]
    client("dynamodb").delete_table(TableName="streamed")


@pytest.fixture
def mapping(client: Client) -> Iterator[Callable[..., str]]:
    """Return a maker of event source mappings."""
    made: list[str] = []

    def make(source: str, function: str, **settings: Any) -> str:
        created = client("lambda").create_event_source_mapping(
            EventSourceArn=source, FunctionName=function, **settings
        )
        made.append(created["UUID"])
        return str(created["UUID"])

    yield make
    for uuid in made:
        client("lambda").delete_event_source_mapping(UUID=uuid)


def arn_of(queue: str) -> str:
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue.rpartition('/')[2]}"


def told(client: Client, url: str, count: int, limit_s: float = 15) -> list[Any]:
    """Return what functions told, as soon as it is `count` messages."""
    found: list[Any] = []
    end = time.monotonic() + limit_s
    while len(found) < count and time.monotonic() < end:
        answer = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        for message in answer.get("Messages", []):
            client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            found.append(json.loads(message["Body"]))
        time.sleep(0.02)
    return found


def send(client: Client, url: str, *bodies: str) -> None:
    entries = [{"Id": str(index), "MessageBody": body} for index, body in enumerate(bodies)]
    client("sqs").send_message_batch(QueueUrl=url, Entries=entries)


def left(client: Client, url: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)


def until(condition: Callable[[], bool], limit_s: float = 15) -> bool:
    end = time.monotonic() + limit_s
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def make(function: Function, name: str, body: str, queues: dict[str, str]) -> str:
    source = TELL + "def handler(event, context):\n" + body
    return function(name, source, Timeout=10, Environment={"Variables": {"TOLD": queues["told"]}})


def test_messages_arrive_as_a_batch_and_leave_the_queue(
    client: Client, function: Function, queues: dict[str, str], mapping: Callable[..., str]
) -> None:
    make(function, "reads", "    tell(event['Records'])\n", queues)
    send(client, queues["source"], "a", "b", "c")
    mapping(arn_of(queues["source"]), "reads", BatchSize=10)
    (records,) = told(client, queues["told"], 1)
    assert [record["body"] for record in records] == ["a", "b", "c"]
    assert records[0]["eventSourceARN"] == arn_of(queues["source"])
    assert records[0]["attributes"]["ApproximateReceiveCount"] == "1"
    assert records[0]["md5OfBody"] == "0cc175b9c0f1b6a831c399e269772661"
    assert until(lambda: left(client, queues["source"]) == 0)


def test_a_reported_item_comes_again_and_the_others_do_not(
    client: Client, function: Function, queues: dict[str, str], mapping: Callable[..., str]
) -> None:
    body = (
        "    tell([record['body'] for record in event['Records']])\n"
        "    again = [r for r in event['Records'] if r['body'] == 'bad'\n"
        "             and r['attributes']['ApproximateReceiveCount'] == '1']\n"
        "    return {'batchItemFailures': [{'itemIdentifier': r['messageId']} for r in again]}\n"
    )
    make(function, "reports", body, queues)
    send(client, queues["source"], "good", "bad")
    mapping(arn_of(queues["source"]), "reports", FunctionResponseTypes=["ReportBatchItemFailures"])
    assert told(client, queues["told"], 2) == [["good", "bad"], ["bad"]]
    assert until(lambda: left(client, queues["source"]) == 0)


def test_what_no_filter_matches_is_dropped(
    client: Client, function: Function, queues: dict[str, str], mapping: Callable[..., str]
) -> None:
    make(function, "filters", "    tell([r['body'] for r in event['Records']])\n", queues)
    mapping(
        arn_of(queues["source"]),
        "filters",
        FilterCriteria={"Filters": [{"Pattern": '{"body": {"kind": ["wanted"]}}'}]},
    )
    send(client, queues["source"], '{"kind": "other"}', "text", '{"kind": "wanted"}')
    assert told(client, queues["told"], 1) == [['{"kind": "wanted"}']]
    assert until(lambda: left(client, queues["source"]) == 0)


def test_a_window_gathers_messages(
    client: Client, function: Function, queues: dict[str, str], mapping: Callable[..., str]
) -> None:
    make(function, "gathers", "    tell([r['body'] for r in event['Records']])\n", queues)
    mapping(arn_of(queues["source"]), "gathers", BatchSize=3, MaximumBatchingWindowInSeconds=300)
    send(client, queues["source"], "a", "b")
    send(client, queues["source"], "c")
    assert told(client, queues["told"], 1) == [["a", "b", "c"]]


def test_a_role_must_be_allowed_to_read(
    client: Client, function: Function, queues: dict[str, str]
) -> None:
    make(function, "may_not", "    pass\n", queues)
    role = client("iam").create_role(RoleName="blind", AssumeRolePolicyDocument=trusting("lambda"))[
        "Role"
    ]
    client("lambda").update_function_configuration(FunctionName="may_not", Role=role["Arn"])
    with pytest.raises(ClientError) as caught:
        client("lambda").create_event_source_mapping(
            EventSourceArn=arn_of(queues["source"]), FunctionName="may_not"
        )
    error = caught.value.response["Error"]
    assert error["Code"] == "InvalidParameterValueException"
    assert "permissions to call ReceiveMessage on SQS" in error["Message"]
    assert client("lambda").list_event_source_mappings()["EventSourceMappings"] == []
    client("iam").delete_role(RoleName="blind")


@pytest.mark.parametrize(
    "settings",
    [
        {"BatchSize": 100},
        {"ScalingConfig": {"MaximumConcurrency": 1001}},
        {"FilterCriteria": {"Filters": [{"Pattern": "no pattern"}]}},
    ],
)
def test_settings_are_checked(
    client: Client, function: Function, queues: dict[str, str], settings: dict[str, Any]
) -> None:
    make(function, "checked", "    pass\n", queues)
    with pytest.raises(ClientError) as caught:
        client("lambda").create_event_source_mapping(
            EventSourceArn=arn_of(queues["source"]), FunctionName="checked", **settings
        )
    assert caught.value.response["Error"]["Code"] == "InvalidParameterValueException"


def put(client: Client, *names: str) -> None:
    for name in names:
        client("dynamodb").put_item(TableName="streamed", Item={"id": {"S": name}})


IDS = "[r['dynamodb']['Keys']['id']['S'] for r in event['Records']]"


def test_a_stream_is_read_in_order_from_where_the_mapping_says(
    client: Client,
    function: Function,
    queues: dict[str, str],
    table: str,
    mapping: Callable[..., str],
) -> None:
    make(function, "streams", f"    tell({IDS})\n", queues)
    put(client, "before")
    mapping(table, "streams", StartingPosition="LATEST", BatchSize=2)
    put(client, "a", "b", "c")
    batches = told(client, queues["told"], 2)
    assert [name for batch in batches for name in batch] == ["a", "b", "c"]


def test_a_batch_that_fails_is_split_and_the_bad_record_is_given_up(
    aws: Execution,
    client: Client,
    function: Function,
    queues: dict[str, str],
    table: str,
    mapping: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(aws.sources.runner, "first_delay_s", 0.01)
    body = f"    ids = {IDS}\n    assert 'bad' not in ids\n    tell(ids)\n"
    make(function, "splits", body, queues)
    put(client, "a", "bad", "b", "c")
    mapping(
        table,
        "splits",
        StartingPosition="TRIM_HORIZON",
        BisectBatchOnFunctionError=True,
        MaximumRetryAttempts=1,
        DestinationConfig={"OnFailure": {"Destination": arn_of(queues["source"])}},
    )
    (letter,) = told(client, queues["source"], 1)
    assert letter["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert letter["DDBStreamBatchInfo"]["batchSize"] == 1
    assert letter["DDBStreamBatchInfo"]["streamArn"] == table
    batches = told(client, queues["told"], 2)
    assert [name for batch in batches for name in batch] == ["a", "b", "c"]
