"""The executions of the workflow of studies."""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from twin.simulation.study_errors import StudyNotStarted
from twin.simulation.study_run import StudyRun
from twin_runtime import workflow_executions
from twin_runtime.settings import setting

MACHINE = "STUDY_STATE_MACHINE_ARN"


def start(study: StudyRun) -> None:
    """Start the attempt of a study; where it was started already, nothing happens.

    Raises:
        StudyNotStarted: the service did not take it; the same request again starts it.
    """
    body = {"study_id": study.study_id, "attempt": study.attempt, "is_described": False}
    try:
        workflow_executions.start_once(setting(MACHINE), study.execution, body)
    except (BotoCoreError, ClientError) as error:
        raise StudyNotStarted(
            "the workflow did not take the study",
            found=str(error),
            expected="the same request again",
            where=study.study_id,
        ) from error


def stop(execution: str) -> bool:
    """Stop an execution with its jobs, and tell whether there was one."""
    return workflow_executions.stop(setting(MACHINE), execution)
