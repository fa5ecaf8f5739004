"""EventBridge delivers what it accepts: to functions and queues, by pattern, input and clock."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import OPEN, ROLE
from twin_local.execution.events.clock import Clock
from twin_local.execution.plant import Execution

ACCOUNT = "111111111111"
Client = Callable[[str], Any]


class Queue:
    """A queue to listen on."""

    def __init__(self, sqs: Any, name: str) -> None:
        self.sqs = sqs
        self.url = sqs.create_queue(QueueName=name, Attributes=OPEN)["QueueUrl"]
        self.arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"

    def take(self, count: int = 1, limit_s: float = 8) -> list[Any]:
        found: list[Any] = []
        end = time.monotonic() + limit_s
        while len(found) < count and time.monotonic() < end:
            for message in self.sqs.receive_message(QueueUrl=self.url).get("Messages", []):
                found.append(json.loads(message["Body"]))
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
            time.sleep(0.02)
        return found


@pytest.fixture
def queue(client: Client, request: pytest.FixtureRequest) -> Queue:
    """Return a fresh queue."""
    return Queue(client("sqs"), f"q-{abs(hash(request.node.name)) % 10**8}")


@pytest.fixture
def rule(client: Client) -> Iterator[Callable[..., None]]:
    """Return a maker of rules."""
    made: list[tuple[str, str, list[str]]] = []
    events = client("events")

    def make(
        name: str, targets: list[dict[str, Any]], bus: str = "default", **options: Any
    ) -> None:
        events.put_rule(Name=name, EventBusName=bus, **options)
        events.put_targets(Rule=name, EventBusName=bus, Targets=targets)
        made.append((name, bus, [target["Id"] for target in targets]))

    yield make
    for name, bus, ids in made:
        events.remove_targets(Rule=name, EventBusName=bus, Ids=ids)
        events.delete_rule(Name=name, EventBusName=bus)


def entry(detail: dict[str, Any], bus: str = "default", kind: str = "Thing") -> dict[str, Any]:
    return {"Source": "mine", "DetailType": kind, "Detail": json.dumps(detail), "EventBusName": bus}


def test_a_custom_bus_sends_matching_events_whole(
    client: Client, queue: Queue, rule: Callable[..., None]
) -> None:
    client("events").create_event_bus(Name="twin")
    pattern = json.dumps({"source": ["mine"], "detail": {"n": [{"numeric": [">", 1]}]}})
    rule("r", [{"Id": "1", "Arn": queue.arn}], bus="twin", EventPattern=pattern)
    answer = client("events").put_events(Entries=[entry({"n": 1}, "twin"), entry({"n": 2}, "twin")])
    assert answer["FailedEntryCount"] == 0
    (event,) = queue.take()
    assert event["detail"] == {"n": 2}
    assert event["id"] == answer["Entries"][1]["EventId"]
    assert event["time"].endswith("Z")
    assert set(event) == {
        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"
    }  # fmt: skip


def test_inputs_are_shaped_by_path_constant_and_template(
    client: Client, queue: Queue, rule: Callable[..., None]
) -> None:
    template = '{"name": <name>, "text": "<name> is <n>", "all": <detail>}'
    targets = [
        {"Id": "1", "Arn": queue.arn, "InputPath": "$.detail.list[1]"},
        {"Id": "2", "Arn": queue.arn, "Input": '{"constant": true}'},
        {
            "Id": "3",
            "Arn": queue.arn,
            "InputTransformer": {
                "InputPathsMap": {"name": "$.detail.name", "n": "$.detail.n", "detail": "$.detail"},
                "InputTemplate": template,
            },
        },
    ]
    rule("shaped", targets, EventPattern=json.dumps({"detail-type": ["Shaped"]}))
    detail = {"name": 'a"b', "n": 3, "list": [1, {"two": 2}]}
    client("events").put_events(Entries=[entry(detail, kind="Shaped")])
    got = queue.take(3)
    assert {"two": 2} in got
    assert {"constant": True} in got
    assert {"name": 'a"b', "text": 'a"b is 3', "all": detail} in got


def test_a_rule_runs_a_function(
    client: Client, queue: Queue, rule: Callable[..., None], function: Callable[..., str]
) -> None:
    arn = function(
        "heard",
        "import boto3, json, os\ndef handler(event, context):\n"
        "    boto3.client('sqs').send_message(QueueUrl=os.environ['URL'],"
        " MessageBody=json.dumps(event))",
        Environment={"Variables": {"URL": queue.url}},
        Timeout=20,
    )
    rule("f", [{"Id": "1", "Arn": arn}], EventPattern=json.dumps({"detail-type": ["Run"]}))
    client("events").put_events(Entries=[entry({"x": 1}, kind="Run")])
    assert [event["detail"] for event in queue.take()] == [{"x": 1}]


def test_a_refused_event_goes_to_the_dead_letter_queue_and_the_log(
    client: Client, queue: Queue, rule: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    target = {
        "Id": "1",
        "Arn": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:nobody",
        "DeadLetterConfig": {"Arn": queue.arn},
    }
    rule("lost", [target], EventPattern=json.dumps({"detail-type": ["Lost"]}))
    client("events").put_events(Entries=[entry({"x": 1}, kind="Lost")])
    assert [event["detail"] for event in queue.take()] == [{"x": 1}]
    assert "function:nobody refused" in caplog.text


def test_a_reserved_source_is_refused(client: Client) -> None:
    answer = client("events").put_events(
        Entries=[{"Source": "aws.s3", "DetailType": "x", "Detail": "{}"}]
    )
    assert answer["Entries"][0]["ErrorCode"] == "NotAuthorizedForSourceException"


def test_an_object_put_to_a_bucket_is_one_event_on_the_default_bus(
    client: Client, queue: Queue, rule: Callable[..., None]
) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="watched")
    s3.put_bucket_notification_configuration(
        Bucket="watched", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    rule("s3", [{"Id": "1", "Arn": queue.arn}], EventPattern=json.dumps({"source": ["aws.s3"]}))
    s3.put_object(Bucket="watched", Key="in/a b.step", Body=b"data")
    s3.delete_object(Bucket="watched", Key="in/a b.step")
    created, deleted = queue.take(3, limit_s=1)
    assert created["detail-type"] == "Object Created"
    assert created["detail"]["bucket"] == {"name": "watched"}
    assert created["detail"]["object"]["key"] == "in/a b.step"
    assert created["detail"]["object"]["size"] == 4
    assert created["detail"]["reason"] == "PutObject"
    assert created["resources"] == ["arn:aws:s3:::watched"]
    assert deleted["detail-type"] == "Object Deleted"


def test_a_scheduled_rule_fires_by_the_clock_and_never_by_events(
    aws: Execution, client: Client, queue: Queue, rule: Callable[..., None]
) -> None:
    now = [1_000_000.0]
    clock = Clock(account=ACCOUNT, deliveries=aws.deliveries, now=lambda: now[0])
    rule("ticks", [{"Id": "1", "Arn": queue.arn}], ScheduleExpression="rate(5 minutes)")
    clock.tick()
    client("events").put_events(Entries=[entry({"n": 1})])
    assert queue.take(limit_s=0.3) == []
    now[0] += 301
    clock.tick()
    clock.tick()
    (event,) = queue.take(2, limit_s=1)
    assert event["detail-type"] == "Scheduled Event"
    assert event["time"] == "1970-01-12T13:51:40Z"


def test_schedules_fire_once_or_again_with_their_input(
    aws: Execution, client: Client, queue: Queue
) -> None:
    scheduler = client("scheduler")
    common = {
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": queue.arn, "RoleArn": ROLE, "Input": '{"k": 1}'},
    }
    scheduler.create_schedule(Name="again", ScheduleExpression="cron(0 8 ? * * *)", **common)
    scheduler.create_schedule(
        Name="once",
        ScheduleExpression="at(2033-05-18T12:00:00)",
        ScheduleExpressionTimezone="Europe/Berlin",
        ActionAfterCompletion="DELETE",
        **common,
    )
    now = [2_000_000_000.0]  # 2033-05-18T03:33:20Z
    clock = Clock(account=ACCOUNT, deliveries=aws.deliveries, now=lambda: now[0])
    clock.tick()
    now[0] = 2_000_016_000.0  # 08:00:00Z
    clock.tick()
    assert queue.take(2, limit_s=1) == [{"k": 1}]
    now[0] = 2_000_023_200.0  # 10:00:00Z is noon in Berlin
    clock.tick()
    clock.tick()
    assert queue.take(2, limit_s=1) == [{"k": 1}]
    assert [item["Name"] for item in scheduler.list_schedules()["Schedules"]] == ["again"]
    scheduler.delete_schedule(Name="again")


def test_an_api_destination_is_refused_since_nothing_outside_is_called(client: Client) -> None:
    with pytest.raises(ClientError, match="NotImplemented"):
        client("events").create_api_destination(
            Name="outside",
            ConnectionArn=f"arn:aws:events:us-east-1:{ACCOUNT}:connection/c/1",
            InvocationEndpoint="https://example.com/hook",
            HttpMethod="POST",
        )
