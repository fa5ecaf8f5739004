"""Called when a study gives no results: by its workflow, and by EventBridge where that could not.

The workflow records a step or a job that failed. An execution that timed out or was stopped, on
request or from outside, does not get there: the event of its end does.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from simulation_runtime.study_settings import announce_study, storage, table
from simulation_study_fail.reason import reason_of_end, reason_of_failure, reason_of_jobs
from twin.simulation.study_errors import StudyUnknown
from twin.simulation.study_run import StudyRun
from twin_runtime.executions import ended_execution
from twin_runtime.logging import logger

NAME = re.compile(r"(?P<study_id>[0-9a-f]+)-(?P<attempt>[0-9]+)")
"""How executions are named: `twin.simulation.study_run.execution_name`."""


def handler(event: Mapping[str, Any], _context: object) -> dict[str, str]:
    """End the attempt as failed, or as cancelled where somebody stopped it."""
    ended = ended_execution(event)
    if ended is None:
        return _end(event["study_id"], event["attempt"], reason_of_failure(event["failure"]))
    named = NAME.fullmatch(ended.name)
    try:
        if named is not None:
            return _end(named["study_id"], int(named["attempt"]), reason_of_end(ended.status))
    except StudyUnknown:
        pass  # somebody started it by hand
    logger().error("execution of no study ended", extra={"execution": ended.name})
    return {"study_id": ended.name, "state": "UNKNOWN"}


def _end(study_id: str, attempt: int, reason: Mapping[str, str]) -> dict[str, str]:
    """End an attempt that goes on, for what a job of it said or else for the reason."""
    error = reason_of_jobs(study_id, attempt) or reason
    tally = storage().tally(study_id)

    def change(one: StudyRun) -> StudyRun | None:
        if one.has_ended or one.attempt != attempt:
            return None
        return one.ended_badly(error, tally, at=time.time())

    study, is_changed = table().change(study_id, change)
    if is_changed:
        logger().warning("study ended badly", extra={"study": study_id, "error": error})
        announce_study(study)
    return {"study_id": study_id, "state": study.state}
