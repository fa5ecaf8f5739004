"""A state of a workflow that is a function."""

from __future__ import annotations

from collections.abc import Mapping

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
