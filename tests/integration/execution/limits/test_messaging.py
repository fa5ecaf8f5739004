"""SQS, SNS, EventBridge, the Scheduler and Pipes: sizes, numbers and forms that are refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.integration.execution.conftest import ACCOUNT, REGION, ROLE
from tests.integration.execution.refusals import Refuse
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
QUEUE = "limits"
QUEUE_ARN = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{QUEUE}"
MIB = 1024 * 1024
ATTRIBUTE = {"DataType": "String", "StringValue": "x"}


@pytest.fixture(scope="module")
def queue(aws: Execution, unchecked: Client) -> Iterator[str]:
    url = unchecked("sqs").create_queue(QueueName=QUEUE)["QueueUrl"]
    yield url
    unchecked("sqs").delete_queue(QueueUrl=url)


def bodies(number: int, size: int = 1) -> list[dict[str, Any]]:
    return [{"Id": str(i), "MessageBody": "x" * size} for i in range(number)]


def handles(number: int, **settings: int) -> list[dict[str, Any]]:
    return [{"Id": str(i), "ReceiptHandle": str(i), **settings} for i in range(number)]


BATCH = "AWS.SimpleQueueService."
MESSAGES: dict[str, tuple[str, Mapping[str, Any], str]] = {
    "body over 1 MiB": ("send_message", {"MessageBody": "x" * (MIB + 1)}, "InvalidParameterValue"),
    "bytes, not characters": (
        "send_message",
        {"MessageBody": "é" * 600_000},
        "InvalidParameterValue",
    ),
    "attributes count": (
        "send_message",
        {"MessageBody": "x" * (MIB - 5), "MessageAttributes": {"a": ATTRIBUTE}},
        "InvalidParameterValue",
    ),
    "11 attributes": (
        "send_message",
        {"MessageBody": "x", "MessageAttributes": {f"a{i}": ATTRIBUTE for i in range(11)}},
        "InvalidParameterValue",
    ),
    "empty body": ("send_message", {"MessageBody": ""}, "MissingParameter"),
    "control character": ("send_message", {"MessageBody": "\x01"}, "InvalidMessageContents"),
    "delay of 901 s": (
        "send_message",
        {"MessageBody": "x", "DelaySeconds": 901},
        "InvalidParameterValue",
    ),
    "batch of 11": (
        "send_message_batch",
        {"Entries": bodies(11)},
        f"{BATCH}TooManyEntriesInBatchRequest",
    ),
    "empty batch": ("send_message_batch", {"Entries": []}, f"{BATCH}EmptyBatchRequest"),
    "batch over 1 MiB": (
        "send_message_batch",
        {"Entries": bodies(2, 600_000)},
        f"{BATCH}BatchRequestTooLong",
    ),
    "same id twice": (
        "send_message_batch",
        {"Entries": bodies(1) * 2},
        f"{BATCH}BatchEntryIdsNotDistinct",
    ),
    "11 to delete": (
        "delete_message_batch",
        {"Entries": handles(11)},
        f"{BATCH}TooManyEntriesInBatchRequest",
    ),
    "11 to change": (
        "change_message_visibility_batch",
        {"Entries": handles(11, VisibilityTimeout=1)},
        f"{BATCH}TooManyEntriesInBatchRequest",
    ),
    "11 to receive": ("receive_message", {"MaxNumberOfMessages": 11}, "InvalidParameterValue"),
    "wait of 21 s": ("receive_message", {"WaitTimeSeconds": 21}, "InvalidParameterValue"),
    "unseen over 12 h": ("receive_message", {"VisibilityTimeout": 43_201}, "InvalidParameterValue"),
    "retention over 14 days": (
        "set_queue_attributes",
        {"Attributes": {"MessageRetentionPeriod": "1209601"}},
        "InvalidAttributeValue",
    ),
    "default delay over 900 s": (
        "set_queue_attributes",
        {"Attributes": {"DelaySeconds": "901"}},
        "InvalidAttributeValue",
    ),
    "size over 1 MiB": (
        "set_queue_attributes",
        {"Attributes": {"MaximumMessageSize": str(MIB + 1)}},
        "InvalidAttributeValue",
    ),
}


@pytest.mark.parametrize("case", MESSAGES)
def test_queues(refuse: Refuse, queue: str, case: str) -> None:
    operation, parameters, code = MESSAGES[case]
    refusal = refuse("sqs", operation, {"QueueUrl": queue, **parameters})
    assert (refusal.status, refusal.code) == (400, code)


def test_a_mebibyte_is_taken(client: Client, queue: str) -> None:
    client("sqs").send_message(QueueUrl=queue, MessageBody="x" * MIB)
    got = client("sqs").receive_message(QueueUrl=queue)["Messages"]
    assert [len(one["Body"]) for one in got] == [MIB]


PUBLISHED: dict[str, tuple[str, Mapping[str, Any], str]] = {
    "over 256 KiB": ("publish", {"Message": "x" * 262_145}, "InvalidParameter"),
    "bytes, not characters": ("publish", {"Message": "é" * 200_000}, "InvalidParameter"),
    "attributes count": (
        "publish",
        {"Message": "x" * 262_140, "MessageAttributes": {"a": ATTRIBUTE}},
        "InvalidParameter",
    ),
    "empty": ("publish", {"Message": ""}, "InvalidParameter"),
    "subject of 101": ("publish", {"Message": "x", "Subject": "s" * 101}, "InvalidParameter"),
    "batch of 11": (
        "publish_batch",
        {"PublishBatchRequestEntries": [{"Id": str(i), "Message": "x"} for i in range(11)]},
        "TooManyEntriesInBatchRequest",
    ),
    "batch over 256 KiB": (
        "publish_batch",
        {
            "PublishBatchRequestEntries": [
                {"Id": str(i), "Message": "x" * 140_000} for i in range(2)
            ]
        },
        "BatchRequestTooLong",
    ),
}


@pytest.mark.parametrize("case", PUBLISHED)
def test_topics(client: Client, refuse: Refuse, case: str) -> None:
    operation, parameters, code = PUBLISHED[case]
    topic = client("sns").create_topic(Name="limits")["TopicArn"]
    refusal = refuse("sns", operation, {"TopicArn": topic, **parameters})
    assert (refusal.status, refusal.code) == (400, code)


def entry(size: int = 1) -> dict[str, str]:
    return {"Source": "s", "DetailType": "d", "Detail": json.dumps({"a": "x" * size})}


PATTERN = json.dumps({"source": ["x"]})
EVENTS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "11 entries": ("put_events", {"Entries": [entry()] * 11}),
    "no entry": ("put_events", {"Entries": []}),
    "entries over 1 MiB": ("put_events", {"Entries": [entry(600_000)] * 2}),
    "rule name of 65": ("put_rule", {"Name": "r" * 65, "EventPattern": PATTERN}),
    "pattern over 4,096": (
        "put_rule",
        {"Name": "r", "EventPattern": json.dumps({"source": ["x" * 4096]})},
    ),
    **{
        expression: ("put_rule", {"Name": "r", "ScheduleExpression": expression})
        for expression in (
            "rate(0 minutes)",
            "rate(1 minutes)",
            "rate(5 minute)",
            "rate(30 seconds)",
            "cron(* * * * * *)",
            "at(2030-01-01T00:00:00)",
        )
    },
}


@pytest.mark.parametrize("case", EVENTS)
def test_rules_and_entries(refuse: Refuse, case: str) -> None:
    operation, parameters = EVENTS[case]
    refusal = refuse("events", operation, parameters)
    assert (refusal.status, refusal.code) == (400, "ValidationException")


def test_a_rule_has_at_most_five_targets(client: Client, refuse: Refuse) -> None:
    api = client("events")
    api.put_rule(Name="five", EventPattern=PATTERN)
    targets = [{"Id": str(i), "Arn": QUEUE_ARN} for i in range(6)]
    refusal = refuse("events", "put_targets", {"Rule": "five", "Targets": targets})
    assert (refusal.status, refusal.code) == (400, "LimitExceededException")
    api.put_targets(Rule="five", Targets=targets[:5])
    api.put_targets(Rule="five", Targets=targets[:1])
    assert len(api.list_targets_by_rule(Rule="five")["Targets"]) == 5
    api.remove_targets(Rule="five", Ids=[str(i) for i in range(5)])
    api.delete_rule(Name="five")


def schedule(expression: str = "rate(5 minutes)", **settings: Any) -> dict[str, Any]:
    target = {"Arn": QUEUE_ARN, "RoleArn": ROLE, **settings.pop("Target", {})}
    return {
        "Name": "limits",
        "ScheduleExpression": expression,
        "FlexibleTimeWindow": {"Mode": "OFF"},
        **settings,
        "Target": target,
    }


SCHEDULES: dict[str, dict[str, Any]] = {
    **{
        expression: schedule(expression)
        for expression in (
            "every day",
            "rate(0 minutes)",
            "rate(5 seconds)",
            "cron(0 12 * * * *)",
            "at(2030-01-01)",
        )
    },
    "no such zone": schedule(ScheduleExpressionTimezone="Mars/North"),
    "name of 65": schedule(Name="n" * 65),
    "window not given": schedule(FlexibleTimeWindow={"Mode": "FLEXIBLE"}),
    "window over a day": schedule(
        FlexibleTimeWindow={"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 1441}
    ),
    "186 retries": schedule(Target={"RetryPolicy": {"MaximumRetryAttempts": 186}}),
    "age of 59 s": schedule(Target={"RetryPolicy": {"MaximumEventAgeInSeconds": 59}}),
}


@pytest.mark.parametrize("case", SCHEDULES)
def test_schedules(refuse: Refuse, case: str) -> None:
    refusal = refuse("scheduler", "create_schedule", SCHEDULES[case])
    assert (refusal.status, refusal.code) == (400, "ValidationException")


@pytest.mark.parametrize(
    "settings", [{"Name": "p" * 65}, {"SourceParameters": {"SqsQueueParameters": {"BatchSize": 0}}}]
)
def test_pipes(refuse: Refuse, settings: dict[str, Any]) -> None:
    given = {"Name": "p", "RoleArn": ROLE, "Source": QUEUE_ARN, "Target": QUEUE_ARN, **settings}
    refusal = refuse("pipes", "create_pipe", given)
    assert (refusal.status, refusal.code) == (400, "ValidationException")
