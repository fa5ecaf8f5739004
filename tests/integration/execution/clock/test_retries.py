"""Retries wait by the clock, longer each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.integration.execution.clock.test_advance import start_machine, until
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]


def test_each_retry_waits_longer_than_the_one_before(aws: Execution, client: Client) -> None:
    retry = {
        "ErrorEquals": ["States.ALL"],
        "IntervalSeconds": 600,
        "BackoffRate": 3,
        "MaxAttempts": 2,
    }
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:s3:headBucket",
        "Parameters": {"Bucket": "no-such-bucket"},
        "Retry": [retry],
    }
    arn = start_machine(client, "retries", {"T": task})
    states = client("stepfunctions")

    def failures() -> int:
        events = states.get_execution_history(executionArn=arn)["events"]
        return sum(event["type"] == "TaskFailed" for event in events)

    for count, interval in ((1, 600), (2, 1800)):
        until(lambda: failures() == count and aws.clock.next_wait_end())  # noqa: B023
        aws.timeline.advance(interval - 60)
        assert failures() == count
        aws.timeline.advance(61)
        until(lambda: failures() == count + 1)  # noqa: B023
    described = until(
        lambda: (
            (found := states.describe_execution(executionArn=arn))["status"] != "RUNNING" and found
        )
    )
    assert (described["status"], described["error"]) == ("FAILED", "S3.S3Exception")
