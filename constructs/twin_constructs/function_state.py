"""States of workflows that are functions, and how those are repeated."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct


def invoke(
    scope: Construct,
    name: str,
    function: lambda_.IFunction,
    payload: Mapping[str, object] | None = None,
) -> tasks.LambdaInvoke:
    """Return a state whose output is the function's answer; its input is the payload's default."""
    return tasks.LambdaInvoke(
        scope,
        name,
        lambda_function=function,
        payload=None if payload is None else sfn.TaskInput.from_object(dict(payload)),
        payload_response_only=True,
    )


def repeat_refused(step: tasks.LambdaInvoke, *, attempts: int) -> None:
    """Repeat a step that a service refused, each time after twice the time, at random within it."""
    step.add_retry(
        errors=["States.TaskFailed"],
        interval=Duration.seconds(2),
        max_attempts=attempts,
        backoff_rate=2,
        jitter_strategy=sfn.JitterType.FULL,
    )
