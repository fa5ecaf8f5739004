"""The executions of the conversion workflow."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from twin.spatial.conversion_errors import ConversionNotStarted
from twin_runtime import clients
from twin_runtime.settings import setting

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions.type_defs import HistoryEventTypeDef

MOST_EVENTS = 1000


def start(key: str, execution: str) -> None:
    """Start the workflow; where an execution of this name was started, nothing happens.

    Raises:
        ConversionNotStarted: the service did not take it; asking again may help.
    """
    client = clients.stepfunctions()
    try:
        with suppress(client.exceptions.ExecutionAlreadyExists):
            client.start_execution(
                stateMachineArn=setting("CONVERSION_STATE_MACHINE_ARN"),
                name=execution,
                input=json.dumps({"key": key}),
            )
    except (BotoCoreError, ClientError) as error:
        raise ConversionNotStarted(
            "the workflow did not take the conversion", found=type(error).__name__
        ) from error


def stop(execution: str) -> bool:
    """Stop an execution and its job, and tell whether there was one; one that is over stays so."""
    client = clients.stepfunctions()
    try:
        client.stop_execution(
            executionArn=_arn(execution), error="Cancelled", cause="Stopped on request"
        )
    except client.exceptions.ExecutionDoesNotExist:
        return False
    return True


def history(execution: str) -> list[HistoryEventTypeDef]:
    """Return what happened in an execution, in order; empty where it is forgotten (90 days)."""
    client = clients.stepfunctions()
    try:
        answer = client.get_execution_history(
            executionArn=_arn(execution), maxResults=MOST_EVENTS, includeExecutionData=False
        )
    except client.exceptions.ExecutionDoesNotExist:
        return []
    return answer["events"]


def _arn(execution: str) -> str:
    machine = setting("CONVERSION_STATE_MACHINE_ARN")
    return f"{machine.replace(':stateMachine:', ':execution:')}:{execution}"
