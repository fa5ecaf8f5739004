"""Pipes that read a queue: filtered, enriched, shaped, delivered, and given back on failure."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import trusting
from tests.integration.execution.messaging.conftest import Client
from tests.integration.execution.pipes.conftest import Make

NOBODY = "arn:aws:iam::111111111111:role/nobody"


def bodies(found: list[dict[str, Any]]) -> list[Any]:
    """Return the JSON of messages."""
    return [json.loads(message["Body"]) for message in found]


def test_records_are_filtered_and_shaped_and_leave_the_queue(
    client: Client, queue: Make, pipe: Callable[..., str]
) -> None:
    source, target = queue(), queue()
    criteria = {"Filters": [{"Pattern": json.dumps({"body": {"kind": ["alarm"]}})}]}
    arn = pipe(
        "shaped",
        source.arn,
        target.arn,
        SourceParameters={"FilterCriteria": criteria, "SqsQueueParameters": {"BatchSize": 5}},
        TargetParameters={
            "InputTemplate": '{"of": <$.body.pump>, "text": "<$.body.pump> at <$.messageId>",'
            ' "by": "<aws.pipes.pipe-arn>", "none": <$.body.nothing>}'
        },
    )
    for kind, pump in (("trend", "P-101"), ("alarm", 'P-"102"')):
        body = json.dumps({"kind": kind, "pump": pump})
        sent = client("sqs").send_message(QueueUrl=source.url, MessageBody=body)
    assert bodies(target.take()) == [
        {
            "of": 'P-"102"',
            "text": f'P-"102" at {sent["MessageId"]}',
            "by": arn,
            "none": None,
        }
    ]
    attributes = client("sqs").get_queue_attributes(
        QueueUrl=source.url,
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )["Attributes"]
    assert set(attributes.values()) == {"0"}


def test_a_function_enriches_the_batch_and_may_answer_other_events(
    client: Client, queue: Make, pipe: Callable[..., str], function: Callable[..., str]
) -> None:
    source, target = queue(), queue()
    enrichment = function(
        "enrich",
        "def handler(events, context):\n"
        "    return [{'n': e['n'], 'twice': 2 * e['n']} for e in events if e['n'] > 1]",
    )
    pipe(
        "enriched",
        source.arn,
        target.arn,
        Enrichment=enrichment,
        EnrichmentParameters={"InputTemplate": '{"n": <$.body.n>}'},
    )
    for n in (1, 2, 3):
        client("sqs").send_message(QueueUrl=source.url, MessageBody=json.dumps({"n": n}))
    found = sorted(bodies(target.take(2)), key=lambda event: event["n"])
    assert found == [{"n": 2, "twice": 4}, {"n": 3, "twice": 6}]


def test_only_reported_records_stay_and_end_in_the_dead_letter_queue(
    client: Client, queue: Make, pipe: Callable[..., str], function: Callable[..., str]
) -> None:
    dead = queue()
    policy = json.dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": 2})
    source = queue(VisibilityTimeout="1", RedrivePolicy=policy)
    target = function(
        "partial",
        "def handler(events, context):\n"
        "    return {'batchItemFailures': [{'itemIdentifier': e['messageId']}"
        " for e in events if e['body'] == 'bad']}",
    )
    pipe("partial", source.arn, target)
    for body in ("good", "bad"):
        client("sqs").send_message(QueueUrl=source.url, MessageBody=body)
    assert [message["Body"] for message in dead.take()] == ["bad"]
    assert source.take(limit_s=0.1) == []


def test_a_pipe_that_may_not_deliver_says_so_and_keeps_the_message(
    client: Client, queue: Make, pipe: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    client("iam").create_role(RoleName="nobody", AssumeRolePolicyDocument=trusting("pipes"))
    source, target = queue(), queue()
    client("sqs").send_message(QueueUrl=source.url, MessageBody="kept")
    pipe("forbidden", source.arn, target.arn, RoleArn=NOBODY)
    end = time.monotonic() + 8
    while "is not authorized to perform: sqs:ReceiveMessage" not in caplog.text:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert [message["Body"] for message in source.take()] == ["kept"]


def test_a_stopped_pipe_reads_nothing_until_it_is_started(
    client: Client, queue: Make, pipe: Callable[..., str]
) -> None:
    pipes, source, target = client("pipes"), queue(), queue()
    pipe("halted", source.arn, target.arn, DesiredState="STOPPED")

    def wait_for(state: str) -> None:
        end = time.monotonic() + 8
        while pipes.describe_pipe(Name="halted")["CurrentState"] != state:
            assert time.monotonic() < end
            time.sleep(0.02)

    wait_for("STOPPED")
    client("sqs").send_message(QueueUrl=source.url, MessageBody='"x"')
    assert target.take(limit_s=0.3) == []
    pipes.start_pipe(Name="halted")
    wait_for("RUNNING")
    assert len(target.take()) == 1
    pipes.stop_pipe(Name="halted")
    wait_for("STOPPED")


@pytest.mark.parametrize(
    "settings",
    [
        {"Source": "arn:aws:kinesis:us-east-1:111111111111:stream/s"},
        {"Target": "arn:aws:kinesis:us-east-1:111111111111:stream/s"},
        {"Enrichment": "arn:aws:events:us-east-1:111111111111:api-destination/a/b"},
        {"SourceParameters": {"SqsQueueParameters": {"BatchSize": 10_000}}, "Source": "q.fifo"},
        {"SourceParameters": {"FilterCriteria": {"Filters": [{"Pattern": "{"}]}}},
    ],
)
def test_what_cannot_run_is_refused(
    client: Client, queue: Make, pipe: Callable[..., str], settings: dict[str, Any]
) -> None:
    there = queue()
    if settings.get("Source") == "q.fifo":
        settings["Source"] = queue(fifo=True).arn
    with pytest.raises(ClientError, match="ValidationException"):
        pipe("refused", **{"source": there.arn, "target": there.arn, **settings})
    with pytest.raises(ClientError, match="NotFoundException"):
        client("pipes").describe_pipe(Name="refused")


def test_a_name_is_used_once(client: Client, queue: Make, pipe: Callable[..., str]) -> None:
    source, target = queue(), queue()
    pipe("once", source.arn, target.arn)
    with pytest.raises(ClientError, match="ConflictException"):
        pipe("once", source.arn, target.arn)
