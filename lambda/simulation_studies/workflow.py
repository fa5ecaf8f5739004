"""The executions of the workflow of studies."""

from __future__ import annotations

import json
from contextlib import suppress

from botocore.exceptions import BotoCoreError, ClientError

from twin.simulation.study_errors import StudyNotStarted
from twin.simulation.study_run import StudyRun
from twin_runtime import clients
from twin_runtime.settings import setting


def start(study: StudyRun) -> None:
    """Start the attempt of a study; where it was started already, nothing happens.

    Raises:
        StudyNotStarted: the service did not take it; the same request again starts it.
    """
    client = clients.stepfunctions()
    body = {"study_id": study.study_id, "attempt": study.attempt, "is_described": False}
    try:
        with suppress(client.exceptions.ExecutionAlreadyExists):
            client.start_execution(
                stateMachineArn=setting("STUDY_STATE_MACHINE_ARN"),
                name=study.execution,
                input=json.dumps(body),
            )
    except (BotoCoreError, ClientError) as error:
        raise StudyNotStarted(
            "the workflow did not take the study",
            found=str(error),
            expected="the same request again",
            where=study.study_id,
        ) from error


def stop(execution: str) -> bool:
    """Stop an execution with its jobs, and tell whether there was one."""
    client = clients.stepfunctions()
    machine = setting("STUDY_STATE_MACHINE_ARN")
    arn = f"{machine.replace(':stateMachine:', ':execution:')}:{execution}"
    try:
        client.stop_execution(executionArn=arn, error="Cancelled", cause="Stopped on request")
    except client.exceptions.ExecutionDoesNotExist:
        return False
    return True
