"""The status of each state, from histories as the service writes them."""

from __future__ import annotations

from typing import Any

from twin_local.server.observation.executions.statuses import StateStatus, statuses_of

Step = tuple[int, str] | tuple[int, str, dict[str, Any]]


def history(*steps: Step) -> list[dict[str, Any]]:
    """Return events numbered from 1: each step is the event before it, its type, its details."""
    events = []
    for number, (before, kind, *details) in enumerate(steps, start=1):
        event: dict[str, Any] = {"id": number, "previousEventId": before, "type": kind}
        member = "stateEntered" if kind.endswith("StateEntered") else kind[0].lower() + kind[1:]
        member = "stateExited" if kind.endswith("StateExited") else member
        events.append({**event, **({f"{member}EventDetails": details[0]} if details else {})})
    return events


def enter(before: int, kind: str, name: str) -> Step:
    return before, f"{kind}StateEntered", {"name": name}


def leave(before: int, kind: str, name: str) -> Step:
    return before, f"{kind}StateExited", {"name": name}


ERROR = {"error": "Broken", "cause": "why"}


def test_a_running_execution() -> None:
    events = history(
        (0, "ExecutionStarted"), enter(0, "Pass", "A"), leave(2, "Pass", "A"), enter(3, "Task", "B")
    )
    found = statuses_of(events, "RUNNING")
    assert found == {"A": StateStatus("succeeded", 1, 0), "B": StateStatus("running", 1, 0)}


def test_retries_and_a_caught_error() -> None:
    events = history(
        (0, "ExecutionStarted"),
        enter(0, "Task", "Try"),
        (2, "TaskScheduled"),
        (3, "TaskFailed", ERROR),
        (4, "TaskScheduled"),
        (5, "TaskFailed", ERROR),
        leave(6, "Task", "Try"),
        enter(7, "Succeed", "Done"),
        leave(8, "Succeed", "Done"),
    )
    found = statuses_of(events, "SUCCEEDED")
    assert found["Try"] == StateStatus("caught", 1, 1, "Broken", "why")
    assert found["Done"].status == "succeeded"


def test_an_attempt_that_succeeds_makes_good_for_those_before() -> None:
    events = history(
        (0, "ExecutionStarted"),
        enter(0, "Task", "Try"),
        (2, "LambdaFunctionScheduled", {}),
        (3, "LambdaFunctionFailed", ERROR),
        (4, "LambdaFunctionScheduled", {}),
        (5, "LambdaFunctionSucceeded", {}),
        leave(6, "Task", "Try"),
    )
    assert statuses_of(events, "SUCCEEDED")["Try"] == StateStatus("succeeded", 1, 1)


def test_the_branch_that_fails_ends_the_other() -> None:
    events = history(
        (0, "ExecutionStarted"),
        enter(0, "Parallel", "Both"),
        enter(2, "Wait", "Slow"),
        enter(2, "Task", "Bad"),
        (4, "TaskScheduled"),
        (5, "TaskTimedOut", {}),
        (6, "ExecutionFailed", ERROR),
    )
    found = statuses_of(events, "FAILED")
    assert {name: one.status for name, one in found.items()} == {
        "Both": "failed",
        "Slow": "aborted",
        "Bad": "failed",
    }
    assert found["Bad"].error == "States.Timeout"


def test_an_execution_that_fails_in_no_task_fails_where_it_is() -> None:
    events = history((0, "ExecutionStarted"), enter(0, "Choice", "Which"), (2, "ExecutionFailed"))
    assert statuses_of(events, "FAILED")["Which"].status == "failed"
    assert statuses_of(events, "ABORTED")["Which"].status == "aborted"
    assert statuses_of(events, "TIMED_OUT")["Which"].status == "timed out"


def test_items_of_a_map_are_counted_and_interleave() -> None:
    events = history(
        (0, "ExecutionStarted"),
        enter(0, "Map", "Each"),
        (2, "MapStateStarted", {"length": 3}),
        (3, "MapIterationStarted", {"name": "Each", "index": 0}),
        (3, "MapIterationStarted", {"name": "Each", "index": 1}),
        enter(4, "Pass", "Item"),
        enter(5, "Pass", "Item"),
        leave(6, "Pass", "Item"),
        (8, "MapIterationSucceeded", {"name": "Each", "index": 0}),
    )
    found = statuses_of(events, "RUNNING")
    assert found["Each"].items == {"total": 3, "started": 2, "succeeded": 1}
    assert found["Item"] == StateStatus("running", 2, 0)
