"""Run state machines to their end."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.execution.conftest import ROLE

Client = Callable[[str], Any]
Json = dict[str, Any]


def ended(states: Any, execution_arn: str) -> Json:
    """Return the description of an execution once it has ended."""
    for _ in range(400):
        output: Json = states.describe_execution(executionArn=execution_arn)
        if output["status"] != "RUNNING":
            return output
        time.sleep(0.05)
    raise AssertionError(f"{execution_arn} has not ended")


@pytest.fixture
def begin(client: Client) -> Callable[..., str]:
    """Return what starts an execution of a definition and gives its ARN."""
    states = client("stepfunctions")

    def start(definition: Json, given: object = None) -> str:
        machine = states.create_state_machine(
            name=f"m-{uuid.uuid4()}", definition=json.dumps(definition), roleArn=ROLE
        )["stateMachineArn"]
        started = states.start_execution(stateMachineArn=machine, input=json.dumps(given))
        return str(started["executionArn"])

    return start


@pytest.fixture
def run(client: Client, begin: Callable[..., str]) -> Callable[..., Json]:
    """Return what runs a definition to its end."""
    return lambda definition, given=None: ended(client("stepfunctions"), begin(definition, given))


class Tokens:
    """A queue to which tasks send their tokens."""

    def __init__(self, client: Client) -> None:
        """Make the queue."""
        self._sqs = client("sqs")
        name = f"tokens-{uuid.uuid4()}"
        self.url: str = self._sqs.create_queue(QueueName=name)["QueueUrl"]

    def state(self, **settings: object) -> Json:
        """Return a state that waits for its token."""
        return {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters": {"QueueUrl": self.url, "MessageBody.$": "$$.Task.Token"},
            "TimeoutSeconds": 600,
            "End": True,
            **settings,
        }

    def next(self) -> str:
        """Return the next token."""
        for _ in range(100):
            for message in self._sqs.receive_message(QueueUrl=self.url).get("Messages", []):
                handle = message["ReceiptHandle"]
                self._sqs.delete_message(QueueUrl=self.url, ReceiptHandle=handle)
                return str(message["Body"])
            time.sleep(0.05)
        raise AssertionError("no token came")


@pytest.fixture
def tokens(client: Client) -> Tokens:
    """Return where tasks send their tokens."""
    return Tokens(client)


def only(state: Json, **top: object) -> Json:
    """Return a state machine of one state."""
    return {"StartAt": "Only", "States": {"Only": state}, **top}


def distributed(processor: Json, *, kind: str = "STANDARD", **fields: object) -> Json:
    """Return a state machine of one distributed Map over the states of a processor."""
    config = {"Mode": "DISTRIBUTED", "ExecutionType": kind}
    return only(
        {
            "Type": "Map",
            "ItemProcessor": {"ProcessorConfig": config, **processor},
            "End": True,
            **fields,
        }
    )
