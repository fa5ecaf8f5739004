"""The states that convert a file: a function first, the queue where it is too small."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_stepfunctions as sfn

from twin.spatial.converter import LIMITED_STEPS
from twin.spatial.converters import converters
from twin.spatial.function_size import (
    STEP_SECONDS,
    TIMEOUT_SECONDS,
    begins_in_function,
)
from twin.spatial.workflow import JOB_DIED, JOB_OUTGROWN, JOB_REFUSED
from twin_constructs.spatial.conversion_states import ALL_BUSY, convert


@pytest.fixture(scope="module")
def states() -> dict[str, Any]:
    stack = Stack(App(), "Spatial")
    first = convert(
        stack,
        queue_arn="arn:aws:batch:eu-central-1:111111111111:job-queue/q",
        published=sfn.Pass(stack, "Publish"),
        recorded=sfn.Pass(stack, "Record"),
    )
    graph = sfn.StateGraph(first.start_state, "conversion")
    described: dict[str, Any] = stack.resolve(graph.to_graph_json())
    return dict(described["States"])


def caught(state: dict[str, Any], error: str) -> str:
    """Return where a state goes with an error: its first catcher that names it, or all."""
    return str(
        next(
            one["Next"]
            for one in state["Catch"]
            if error in one["ErrorEquals"] or one["ErrorEquals"] == ["States.ALL"]
        )
    )


def test_order_of_a_function_begins_there_and_any_other_in_the_queue(
    states: dict[str, Any],
) -> None:
    choice = states["IsSmall"]
    assert choice["Choices"] == [
        {"Variable": "$.job.function", "IsPresent": True, "Next": "ConvertInFunction"}
    ]
    assert choice["Default"] == "Convert"


@pytest.mark.parametrize("error", [JOB_OUTGROWN, ALL_BUSY, "Sandbox.Timedout", "States.Timeout"])
def test_what_a_function_is_too_small_for_goes_to_the_queue(
    states: dict[str, Any], error: str
) -> None:
    assert caught(states["ConvertInFunction"], error) == "Convert"


@pytest.mark.parametrize("error", [JOB_REFUSED, JOB_DIED])
def test_refusal_and_defect_are_recorded_and_not_tried_again(
    states: dict[str, Any], error: str
) -> None:
    function = states["ConvertInFunction"]
    assert caught(function, error) == "Record"
    assert all(error not in retry["ErrorEquals"] for retry in function["Retry"])


def test_busy_function_is_waited_for_with_jitter(states: dict[str, Any]) -> None:
    (retry,) = (
        one for one in states["ConvertInFunction"]["Retry"] if ALL_BUSY in one["ErrorEquals"]
    )
    assert retry["ErrorEquals"] == [ALL_BUSY]
    assert (retry["MaxAttempts"], retry["JitterStrategy"]) == (10, "FULL")


def test_job_of_the_queue_is_begun_once(states: dict[str, Any]) -> None:
    assert "Retry" not in states["Convert"]
    assert caught(states["Convert"], "States.TaskFailed") == "Record"


def test_function_says_its_own_limit_before_it_is_ended(states: dict[str, Any]) -> None:
    assert LIMITED_STEPS * STEP_SECONDS < TIMEOUT_SECONDS
    assert states["ConvertInFunction"]["TimeoutSeconds"] > TIMEOUT_SECONDS


def test_every_converter_says_up_to_what_size_it_begins_in_a_function() -> None:
    for converter in converters():
        limit = converter.function_bytes
        assert begins_in_function(converter, limit)
        assert not begins_in_function(converter, limit + 1)
