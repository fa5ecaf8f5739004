"""Called when a run gives no result: by its workflow, and by EventBridge where that could not.

The workflow records a step that failed. An execution that timed out, was aborted, or whose own
record failed does not get there: the event of its end does.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from simulation_fail.reason import reason_of_end, reason_of_failure, reason_of_job
from simulation_runtime.announce import announce
from simulation_runtime.run_settings import run_table
from simulation_runtime.run_table import RunTable
from twin.simulation.errors import RunUnknown
from twin.simulation.run import Run
from twin_runtime.executions import EndedExecution, ended_execution
from twin_runtime.logging import logger


def handler(event: Mapping[str, Any], _context: object) -> dict[str, str]:
    """End the run as failed; nothing of it is published."""
    table = run_table()
    ended = ended_execution(event)
    if ended is not None:
        return _close(table, ended)
    run = table.find(event["execution"])
    if not run.has_ended:
        run = _failed(table, run, reason_of_failure(event["failure"]))
    if run.state == "FAILED":  # told again where only the answer of the first attempt was lost
        announce(run)
    return {"run_id": run.run_id, "state": run.state}


def _close(table: RunTable, ended: EndedExecution) -> dict[str, str]:
    """Close the run of an execution that is over, unless it is closed already."""
    try:
        run = table.find(ended.name)
    except RunUnknown:
        logger().error("execution ended before it had a run", extra={"execution": ended.name})
        return {"run_id": ended.name, "state": "UNKNOWN"}
    if not run.has_ended:
        run = _failed(table, run, reason_of_end(ended.status))
        if run.state == "FAILED":
            announce(run)
    return {"run_id": run.run_id, "state": run.state}


def _failed(table: RunTable, run: Run, reason: Mapping[str, str]) -> Run:
    """End a run for what its job said, or else for `reason`; return it as it is then."""
    error = reason_of_job(run.run_id) or reason
    logger().warning("run failed", extra={"run": run.run_id, "error": error})
    failed = run.failed(error, at=time.time())
    return failed if table.save(failed) else table.find(run.run_id)
