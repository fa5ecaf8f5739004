"""What a state gives, or keeps in variables, is at most 256 KiB."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.execution.conftest import ROLE

Client = Callable[[str], Any]
TWICE = {"first.$": "$.text", "second.$": "$.text"}
CATCH = [{"ErrorEquals": ["States.ALL"], "Next": "Done"}]
DONE = {"Type": "Succeed"}
STATES: dict[str, dict[str, Any]] = {
    "output": {"Type": "Pass", "Parameters": TWICE, "End": True},
    "output of a parallel": {
        "Type": "Parallel",
        "Branches": [
            {"StartAt": "Same", "States": {"Same": {"Type": "Pass", "End": True}}} for _ in range(2)
        ],
        "End": True,
    },
    "variables": {"Type": "Pass", "Assign": TWICE, "End": True},
}


def _ended(states: Any, name: str, definition: dict[str, Any], text: str) -> dict[str, Any]:
    machine = states.create_state_machine(
        name=name, definition=json.dumps(definition), roleArn=ROLE
    )["stateMachineArn"]
    started = states.start_execution(stateMachineArn=machine, input=json.dumps({"text": text}))
    for _ in range(400):
        found: dict[str, Any] = states.describe_execution(executionArn=started["executionArn"])
        if found["status"] != "RUNNING":
            return found
        time.sleep(0.02)
    raise AssertionError("the execution did not end")


@pytest.mark.parametrize("kind", STATES)
def test_more_than_256_kib_ends_the_execution(client: Client, kind: str) -> None:
    definition = {"StartAt": "Large", "States": {"Large": STATES[kind]}}
    states = client("stepfunctions")
    name = kind.replace(" ", "-")
    small = _ended(states, f"{name}-small", definition, "x" * 1_000)
    assert small["status"] == "SUCCEEDED"
    large = _ended(states, f"{name}-large", definition, "x" * 140_000)
    assert (large["status"], large["error"]) == ("FAILED", "States.DataLimitExceeded")
