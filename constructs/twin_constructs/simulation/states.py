"""States that the workflows of the simulation plane have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from twin_constructs.function_state import repeat_refused


def try_again(step: tasks.LambdaInvoke, *, refusals: Sequence[str]) -> tasks.LambdaInvoke:
    """Repeat a step that a service refused: what it did before is done again in the same way.

    `refusals` are errors of the function that a repetition would only give again.
    """
    step.add_retry(errors=list(refusals), max_attempts=0)
    repeat_refused(step, attempts=4)
    return step


def submit_job(
    scope: Construct, name: str, parameters: Mapping[str, Any], **more: object
) -> sfn.CustomState:
    """Return a state that submits a Batch job and waits for its end; `more` are other fields."""
    return sfn.CustomState(
        scope,
        name,
        state_json={
            "Type": "Task",
            "Resource": f"arn:{Stack.of(scope).partition}:states:::batch:submitJob.sync",
            "Parameters": dict(parameters),
            **more,
        },
    )
