"""SQS: redrive, who may redrive where, moving back, long polls, FIFO, expiry in the midst."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.sqs.models import Queue as MotoQueue

from tests.integration.execution.messaging.conftest import Client, Queue
from tests.integration.execution.messaging.test_topics import Make
from twin_local.execution.patching import original
from twin_local.execution.plant import Execution


def redrive(dead: Queue, count: int = 1) -> str:
    """Return a redrive policy."""
    return json.dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": count})


def texts(found: list[dict[str, Any]]) -> list[str]:
    """Return the bodies of messages."""
    return [message["Body"] for message in found]


def receive(queue: Queue, **settings: Any) -> list[dict[str, Any]]:
    """Return what one call receives."""
    answer = queue.sqs.receive_message(
        QueueUrl=queue.url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"], **settings
    )
    return list(answer.get("Messages", []))


def fill_dead(queue: Make, *bodies: str) -> tuple[Queue, Queue]:
    """Return a source queue, and its dead-letter queue with messages."""
    dead = queue()
    source = queue(VisibilityTimeout="0", RedrivePolicy=redrive(dead))
    for body in bodies:
        source.sqs.send_message(QueueUrl=source.url, MessageBody=body)
    assert len(receive(source)) == len(bodies)
    time.sleep(0.005)
    assert receive(source) == []
    return source, dead


def test_a_message_received_too_often_goes_to_the_dead_letter_queue(queue: Make) -> None:
    dead = queue()
    source = queue(VisibilityTimeout="0", RedrivePolicy=redrive(dead, 3))
    source.sqs.send_message(QueueUrl=source.url, MessageBody="bad")
    counts = []
    for _ in range(3):
        time.sleep(0.005)
        counts += [one["Attributes"]["ApproximateReceiveCount"] for one in receive(source)]
    time.sleep(0.005)
    assert counts == ["1", "2", "3"]
    assert receive(source) == []
    assert texts(dead.take()) == ["bad"]


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        ({"redrivePermission": "allowAll"}, True),
        ({"redrivePermission": "denyAll"}, False),
        ({"redrivePermission": "byQueue", "sourceQueueArns": ["SOURCE"]}, True),
        (
            {
                "redrivePermission": "byQueue",
                "sourceQueueArns": ["arn:aws:sqs:us-east-1:111111111111:other"],
            },
            False,
        ),
    ],
)
def test_a_dead_letter_queue_says_who_may_use_it(
    queue: Make, policy: dict[str, Any], allowed: bool
) -> None:
    source, dead = queue(), queue()
    if "SOURCE" in policy.get("sourceQueueArns", []):
        policy = {**policy, "sourceQueueArns": [source.arn]}
    sqs = dead.sqs
    text = json.dumps(policy)
    sqs.set_queue_attributes(QueueUrl=dead.url, Attributes={"RedriveAllowPolicy": text})
    found = sqs.get_queue_attributes(QueueUrl=dead.url, AttributeNames=["RedriveAllowPolicy"])
    assert json.loads(found["Attributes"]["RedriveAllowPolicy"]) == policy
    settings = {"QueueUrl": source.url, "Attributes": {"RedrivePolicy": redrive(dead)}}
    if allowed:
        sqs.set_queue_attributes(**settings)
        return
    with pytest.raises(ClientError, match="does not allow it"):
        sqs.set_queue_attributes(**settings)
    found = sqs.get_queue_attributes(QueueUrl=source.url, AttributeNames=["All"])
    assert "RedrivePolicy" not in found["Attributes"]


@pytest.mark.parametrize("policy", ["{", '{"redrivePermission": "byQueue"}', "[]"])
def test_a_policy_that_is_none_is_refused(queue: Make, policy: str) -> None:
    with pytest.raises(ClientError, match="RedriveAllowPolicy is invalid"):
        queue(RedriveAllowPolicy=policy)


@pytest.mark.parametrize("count", [0, 1001])
def test_a_receive_count_has_bounds(queue: Make, count: int) -> None:
    dead = queue()
    with pytest.raises(ClientError, match="maxReceiveCount"):
        queue(RedrivePolicy=redrive(dead, count))


def wait_for_task(queue: Queue, status: str) -> dict[str, Any]:
    """Return the newest move task of a queue as soon as it has a status."""
    end = time.monotonic() + 8
    while time.monotonic() < end:
        answer = queue.sqs.list_message_move_tasks(SourceArn=queue.arn)
        if answer["Results"][0]["Status"] == status:
            return dict(answer["Results"][0])
        time.sleep(0.01)
    raise AssertionError(f"no task is {status}")


def test_messages_move_back_where_they_came_from(queue: Make) -> None:
    source, dead = fill_dead(queue, "a", "b")
    assert dead.sqs.start_message_move_task(SourceArn=dead.arn)["TaskHandle"]
    task = wait_for_task(dead, "COMPLETED")
    assert task["ApproximateNumberOfMessagesMoved"] == 2
    assert "TaskHandle" not in task
    assert sorted(texts(source.take(2))) == ["a", "b"]
    assert receive(dead) == []


def test_a_move_has_a_rate_can_be_cancelled_and_is_the_only_one(queue: Make) -> None:
    _, dead = fill_dead(queue, "a", "b", "c")
    sqs = dead.sqs
    handle = sqs.start_message_move_task(SourceArn=dead.arn, MaxNumberOfMessagesPerSecond=1)
    with pytest.raises(ClientError, match="Only one active task"):
        sqs.start_message_move_task(SourceArn=dead.arn)
    moved = sqs.cancel_message_move_task(TaskHandle=handle["TaskHandle"])
    assert moved["ApproximateNumberOfMessagesMoved"] <= 1
    assert wait_for_task(dead, "CANCELLED")["MaxNumberOfMessagesPerSecond"] == 1
    with pytest.raises(ClientError, match="ResourceNotFound"):
        sqs.cancel_message_move_task(TaskHandle=handle["TaskHandle"])


def test_only_a_dead_letter_queue_is_moved_from(queue: Make) -> None:
    there = queue()
    with pytest.raises(ClientError, match="must be configured as a Dead Letter Queue"):
        there.sqs.start_message_move_task(SourceArn=there.arn)
    with pytest.raises(ClientError, match="ResourceNotFound"):
        there.sqs.start_message_move_task(SourceArn=f"{there.arn}x")


def test_a_long_poll_ends_with_the_first_message(queue: Make) -> None:
    there, found = queue(), []
    poll = threading.Thread(target=lambda: found.extend(receive(there, WaitTimeSeconds=20)))
    poll.start()
    there.sqs.send_message(QueueUrl=there.url, MessageBody="x")
    poll.join(timeout=10)
    assert texts(found) == ["x"]


def test_a_fifo_queue_takes_a_message_once_even_after_it_was_deleted(
    aws: Execution, queue: Make
) -> None:
    there = queue(fifo=True)

    def send(body: str, group: str = "g") -> str:
        answer = there.sqs.send_message(
            QueueUrl=there.url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=body
        )
        return str(answer["MessageId"])

    first = send("a")
    assert texts(there.take()) == ["a"]
    assert send("a") == first
    assert receive(there) == []
    aws.timeline.advance(301)
    assert send("a") != first
    assert texts(there.take()) == ["a"]


def test_a_group_waits_while_one_of_its_messages_is_in_flight(queue: Make) -> None:
    there = queue(fifo=True, ContentBasedDeduplication="true", VisibilityTimeout="60")
    for body, group in (("a1", "a"), ("a2", "a"), ("b1", "b")):
        there.sqs.send_message(QueueUrl=there.url, MessageBody=body, MessageGroupId=group)
    (first,) = there.sqs.receive_message(QueueUrl=there.url)["Messages"]
    assert first["Body"] == "a1"
    assert texts(receive(there)) == ["b1"]
    there.sqs.delete_message(QueueUrl=there.url, ReceiptHandle=first["ReceiptHandle"])
    assert texts(receive(there)) == ["a2"]


def test_an_expired_message_does_not_hide_those_behind_it(aws: Execution, queue: Make) -> None:
    there = queue(MessageRetentionPeriod="60")
    there.sqs.send_message(QueueUrl=there.url, MessageBody="old")
    aws.timeline.advance(45)
    there.sqs.send_message(QueueUrl=there.url, MessageBody="new")
    aws.timeline.advance(30)
    assert texts(receive(there)) == ["new"]


def test_moto_still_lacks_what_is_replaced(client: Client) -> None:
    assert "RedriveAllowPolicy" not in original(MotoQueue, "BASE_ATTRIBUTES")
