"""Called when a calibration gives no decision: by its workflow, and by EventBridge where not.

The workflow records a step or a job that failed. An execution that timed out or was stopped does
not get there: the event of its end does.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from simulation_calibration_fail.reason import reason_of_end, reason_of_failure, reason_of_job
from simulation_runtime.calibration_settings import announce_calibration, calibrations
from twin.recalibration.calibration import Calibration
from twin.recalibration.errors import CalibrationUnknown
from twin_runtime.executions import ended_execution
from twin_runtime.logging import logger


def handler(event: Mapping[str, Any], _context: object) -> dict[str, str]:
    """End the calibration as failed; nothing of it is published."""
    ended = ended_execution(event)
    name = event["execution"] if ended is None else ended.name
    try:
        calibration = calibrations().find(name)
    except CalibrationUnknown:
        logger().error("execution ended before it had a record", extra={"execution": name})
        return {"calibration_id": name, "state": "UNKNOWN"}
    if not calibration.has_ended:
        stated = (
            reason_of_failure(event["failure"]) if ended is None else reason_of_end(ended.status)
        )
        calibration = _failed(calibration, reason_of_job(name) or stated)
    if calibration.state == "FAILED":  # told again where only the answer of an attempt was lost
        announce_calibration(calibration)
    return {"calibration_id": name, "state": calibration.state}


def _failed(before: Calibration, error: Mapping[str, str]) -> Calibration:
    logger().warning("calibration failed", extra={"error": dict(error)})
    table, failed = calibrations(), before.ended("FAILED", at=time.time(), error=error)
    return failed if table.save(failed, before=before) else table.find(before.calibration_id)
