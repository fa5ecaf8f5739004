"""A state machine that traces itself and logs every step, but none of the data."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin_constructs.log_group import log_group


def logged_machine(
    scope: Construct, definition: sfn.IChainable, *, timeout: Duration
) -> sfn.StateMachine:
    """Make the state machine of a workflow, with its log group beside it in the scope."""
    return sfn.StateMachine(
        scope,
        "Machine",
        definition_body=sfn.DefinitionBody.from_chainable(definition),
        timeout=timeout,
        tracing_enabled=True,
        logs=sfn.LogOptions(
            destination=log_group(scope, "Logs"),
            level=sfn.LogLevel.ALL,
            include_execution_data=False,
        ),
    )
