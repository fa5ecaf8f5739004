"""Executions that go round for ever end when their history is full."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.execution.conftest import ROLE
from twin_local.execution.stepfunctions import history_limit

Client = Callable[[str], Any]
LOOP = {
    "StartAt": "A",
    "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}},
}
INNER = {"Type": "Map", "ItemProcessor": LOOP, "End": True}


@pytest.mark.parametrize(
    "definition", [LOOP, {"StartAt": "M", "States": {"M": INNER}}], ids=["outer", "inner"]
)
def test_a_loop_ends_with_its_history(
    client: Client, monkeypatch: pytest.MonkeyPatch, definition: dict[str, Any]
) -> None:
    monkeypatch.setattr(history_limit, "MAXIMUM_EVENTS", 100)
    states = client("stepfunctions")
    machine = states.create_state_machine(
        name=f"loop-{definition['StartAt']}", definition=json.dumps(definition), roleArn=ROLE
    )["stateMachineArn"]
    started = states.start_execution(stateMachineArn=machine, input="[1]")["executionArn"]
    for _ in range(400):
        if (ended := states.describe_execution(executionArn=started))["status"] != "RUNNING":
            break
        time.sleep(0.02)
    assert ended["status"] == "FAILED"
    assert ended["cause"].startswith("The execution reached the maximum number of history events")
    history = states.get_execution_history(executionArn=started, maxResults=1000)["events"]
    assert 95 <= len(history) <= 105
    assert history[-1]["type"] == "ExecutionFailed"
