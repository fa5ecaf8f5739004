"""The executions of the conversion workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from twin.spatial.conversion_errors import ConversionNotStarted
from twin_runtime import clients, workflow_executions
from twin_runtime.settings import setting

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions.type_defs import HistoryEventTypeDef

MACHINE = "CONVERSION_STATE_MACHINE_ARN"
MOST_EVENTS = 1000


def start(key: str, execution: str) -> None:
    """Start the workflow; where an execution of this name was started, nothing happens.

    Raises:
        ConversionNotStarted: the service did not take it; asking again may help.
    """
    try:
        workflow_executions.start_once(setting(MACHINE), execution, {"key": key})
    except (BotoCoreError, ClientError) as error:
        raise ConversionNotStarted(
            "the workflow did not take the conversion", found=type(error).__name__
        ) from error


def stop(execution: str) -> bool:
    """Stop an execution and its job, and tell whether there was one; one that is over stays so."""
    return workflow_executions.stop(setting(MACHINE), execution)


def history(execution: str) -> list[HistoryEventTypeDef]:
    """Return what happened in an execution, in order; empty where it is forgotten (90 days)."""
    client = clients.stepfunctions()
    arn = workflow_executions.execution_arn(setting(MACHINE), execution)
    try:
        answer = client.get_execution_history(
            executionArn=arn, maxResults=MOST_EVENTS, includeExecutionData=False
        )
    except client.exceptions.ExecutionDoesNotExist:
        return []
    return answer["events"]
