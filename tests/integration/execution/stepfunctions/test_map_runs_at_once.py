"""How many Map Runs are open, and how many iterations of an inline Map run, at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.execution.stepfunctions.conftest import Tokens, distributed, ended, only
from twin_local.execution.stepfunctions import inline_maps
from twin_local.execution.stepfunctions.distributed import open_runs

Client = Callable[[str], Any]
Begin = Callable[..., str]


def last_events(states: Any, execution: str) -> list[str]:
    history = states.get_execution_history(executionArn=execution, maxResults=1000)
    return [event["type"] for event in history["events"]][-1:]


def map_run(states: Any, execution: str) -> Any:
    """Return the description of the only Map Run of an execution, once it is there."""
    runs: list[Any] = []
    while not runs:
        runs = states.list_map_runs(executionArn=execution)["mapRuns"]
    return states.describe_map_run(mapRunArn=runs[0]["mapRunArn"])


def test_the_limits_are_those_of_the_service() -> None:
    assert open_runs.MAXIMUM_OPEN == 1000
    assert inline_maps.GREATEST_CONCURRENCY == 40


def test_a_map_run_that_is_too_many_waits(
    client: Client, begin: Begin, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_runs, "MAXIMUM_OPEN", 1)
    states = client("stepfunctions")
    machine = distributed({"StartAt": "T", "States": {"T": tokens.state()}})
    first = begin(machine, [1])
    token = tokens.next()
    second, third = begin(machine, [1]), begin(machine, [1])
    for waiting in (second, third):
        counts = map_run(states, waiting)["itemCounts"]
        assert (counts["pending"], counts["running"]) == (1, 0)
        assert last_events(states, waiting) == ["MapRunStarted"]
    states.stop_execution(executionArn=third)
    assert ended(states, third)["status"] == "ABORTED"
    assert map_run(states, second)["itemCounts"]["pending"] == 1
    states.send_task_success(taskToken=token, output='"a"')
    assert json.loads(ended(states, first)["output"]) == ["a"]
    states.send_task_success(taskToken=tokens.next(), output='"b"')
    assert json.loads(ended(states, second)["output"]) == ["b"]
    assert map_run(states, third)["status"] == "ABORTED"


@pytest.mark.parametrize("asked", [0, 5], ids=["no bound", "more than the service runs"])
def test_an_inline_map_runs_so_many_iterations_at_once(
    client: Client, begin: Begin, tokens: Tokens, monkeypatch: pytest.MonkeyPatch, asked: int
) -> None:
    monkeypatch.setattr(inline_maps, "GREATEST_CONCURRENCY", 2)
    states = client("stepfunctions")
    processor = {"StartAt": "T", "States": {"T": tokens.state()}}
    state = {"Type": "Map", "ItemProcessor": processor, "MaxConcurrency": asked, "End": True}
    execution = begin(only(state), [1, 2, 3])
    first, second = tokens.next(), tokens.next()
    history = states.get_execution_history(executionArn=execution, maxResults=1000)["events"]
    assert [one["type"] for one in history].count("MapIterationStarted") == 2
    states.send_task_success(taskToken=first, output="1")
    states.send_task_success(taskToken=tokens.next(), output="1")
    states.send_task_success(taskToken=second, output="1")
    assert json.loads(ended(states, execution)["output"]) == [1, 1, 1]


def test_an_inline_map_of_nothing_ends(client: Client, begin: Begin) -> None:
    processor = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
    execution = begin(only({"Type": "Map", "ItemProcessor": processor, "End": True}), [])
    assert ended(client("stepfunctions"), execution)["output"] == "[]"
