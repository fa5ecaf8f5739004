"""Executions of a workflow by their names: start one once, stop one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

from twin_runtime import clients


def start_once(machine_arn: str, name: str, body: Mapping[str, object]) -> None:
    """Start an execution; where one of this name was started already, nothing happens.

    Raises:
        BotoCoreError, ClientError: the service did not take it.
    """
    client = clients.stepfunctions()
    with suppress(client.exceptions.ExecutionAlreadyExists):
        client.start_execution(stateMachineArn=machine_arn, name=name, input=json.dumps(body))


def stop(machine_arn: str, name: str) -> bool:
    """Stop an execution and its jobs, and tell whether there was one; one that is over stays so."""
    client = clients.stepfunctions()
    arn = execution_arn(machine_arn, name)
    try:
        client.stop_execution(executionArn=arn, error="Cancelled", cause="Stopped on request")
    except client.exceptions.ExecutionDoesNotExist:
        return False
    return True


def execution_arn(machine_arn: str, name: str) -> str:
    """Return the ARN of an execution of a state machine."""
    return f"{machine_arn.replace(':stateMachine:', ':execution:')}:{name}"
