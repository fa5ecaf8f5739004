"""Executions tell the default bus when they start and how they end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.execution.conftest import OPEN, ROLE

Client = Callable[[str], Any]


@pytest.fixture
def told(client: Client) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Return what a queue behind a rule on status changes has received so far."""
    sqs, events = client("sqs"), client("events")
    url = sqs.create_queue(QueueName="told", Attributes=OPEN)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    pattern = {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {"status": [{"anything-but": "RUNNING"}]},
    }
    events.put_rule(Name="told", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="told", Targets=[{"Id": "1", "Arn": arn["QueueArn"]}])
    received: list[dict[str, Any]] = []

    def look() -> list[dict[str, Any]]:
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get(
            "Messages", []
        ):
            received.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return received

    yield look
    events.remove_targets(Rule="told", Ids=["1"])
    events.delete_rule(Name="told")
    sqs.delete_queue(QueueUrl=url)


def first(told: Callable[[], list[dict[str, Any]]]) -> dict[str, Any]:
    for _ in range(100):
        if found := told():
            return found[0]
        time.sleep(0.05)
    raise AssertionError("no event came")


def run(client: Client, state: dict[str, Any], given: dict[str, Any]) -> str:
    states = client("stepfunctions")
    definition = json.dumps({"StartAt": "Only", "States": {"Only": state}})
    machine = states.create_state_machine(
        name=f"told-{time.time_ns()}", definition=definition, roleArn=ROLE
    )["stateMachineArn"]
    started = states.start_execution(stateMachineArn=machine, name="run-1", input=json.dumps(given))
    return str(started["executionArn"])


def test_the_end_of_an_execution_is_told_with_its_input_and_output(
    client: Client, told: Callable[[], list[dict[str, Any]]]
) -> None:
    arn = run(client, {"Type": "Pass", "Result": {"b": 2}, "End": True}, {"a": 1})
    event = first(told)
    assert event["resources"] == [arn]
    detail = event["detail"]
    assert (detail["name"], detail["status"]) == ("run-1", "SUCCEEDED")
    assert (json.loads(detail["input"]), json.loads(detail["output"])) == ({"a": 1}, {"b": 2})
    assert detail["stopDate"] >= detail["startDate"] > 1_600_000_000_000


def test_a_failure_is_told(client: Client, told: Callable[[], list[dict[str, Any]]]) -> None:
    run(client, {"Type": "Fail", "Error": "Broken", "Cause": "by hand"}, {})
    detail = first(told)["detail"]
    assert (detail["status"], detail["output"]) == ("FAILED", None)


def test_an_execution_that_is_stopped_is_told(
    client: Client, told: Callable[[], list[dict[str, Any]]]
) -> None:
    arn = run(client, {"Type": "Wait", "Seconds": 30, "End": True}, {})
    client("stepfunctions").stop_execution(executionArn=arn)
    assert first(told)["detail"]["status"] == "ABORTED"
