"""Events of executions, told from everything else that a function is invoked with."""

from __future__ import annotations

import pytest

from twin_runtime.executions import EndedExecution, ended_execution


def event(**detail: object) -> dict[str, object]:
    ended = {"name": "e-1", "status": "ABORTED", "input": '{"key": "uploads/1/source"}', **detail}
    return {"detail-type": "Step Functions Execution Status Change", "detail": ended}


def test_execution_is_read_from_its_event() -> None:
    expected = EndedExecution("e-1", "ABORTED", {"key": "uploads/1/source"})
    assert ended_execution(event()) == expected


def test_input_that_the_event_leaves_out_is_empty() -> None:
    ended = ended_execution(event(input=None))
    assert ended is not None and ended.input == {}


@pytest.mark.parametrize(
    "other", [{}, {"execution": "e-1", "state": {}}, {"detail-type": "Object Created"}]
)
def test_other_events_are_none(other: dict[str, object]) -> None:
    assert ended_execution(other) is None
