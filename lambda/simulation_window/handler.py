"""Called by the workflow first: read the window, judge it, write the job's order."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulation_runtime.calibration_settings import announce_calibration, calibrations, registry
from simulation_window.ordering import command, write_order
from simulation_window.series import read_samples
from twin.errors import TwinError
from twin.recalibration.calibration import Calibration
from twin.recalibration.drift_evidence import DriftEvidence
from twin.recalibration.errors import CalibrationInProgress
from twin.recalibration.quality import judge
from twin.recalibration.request import settings_of
from twin.recalibration.samples import grid
from twin.simulation.request import find_model
from twin_runtime.logging import logger
from twin_runtime.site import site


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Return the calibration's id, whether there is something to do, and the job's command.

    A schedule or a drift starts a calibration without a record; its execution's name becomes its
    id. A repeated step finds the window read, or reads the same one again: it ends when the
    calibration was recorded. A window that is of no use is recorded with all that is wrong.
    """
    calibration = _recorded(event)
    if calibration.state == "QUEUED":
        calibration = _prepared(calibration)
    if calibration.state == "REFUSED":
        announce_calibration(calibration)
    go = calibration.state == "RUNNING"
    told = {"calibration_id": calibration.calibration_id, "go": go}
    return {**told, "command": command(calibration.calibration_id)} if go else told


def _recorded(event: Mapping[str, Any]) -> Calibration:
    drift = event["request"].get("drift")
    calibration = Calibration(
        calibration_id=event["execution"],
        model_id=event["model_id"],
        trigger=event["trigger"],
        state="QUEUED",
        requested_by=event["requested_by"],
        requested_at=time.time(),
        drift=None if drift is None else DriftEvidence(**drift),
    )
    try:
        return calibrations().add(calibration)
    except CalibrationInProgress as error:
        refused = calibration.ended("REFUSED", at=time.time(), error=error.to_dict())
        return calibrations().add_ended(refused)


def _prepared(before: Calibration) -> Calibration:
    """Read and judge the window; return the calibration as it is then."""
    model = find_model(site(), before.model_id)
    settings = settings_of(model)
    active = registry().active(model)
    times = grid(before.requested_at, hours=settings.window_hours, seconds=settings.sample_seconds)
    samples = read_samples(model, settings, site(), times)
    judged = judge(samples, settings)
    published = active.parameters
    known = replace(
        before,
        window_start=times[0],
        window_end=times[-1],
        samples=len(judged.usable),
        deployment=active.deployment.number,
        champion=0 if published is None else published.number,
    )
    if judged.findings:
        return _saved(_refused(known, judged.findings), before)
    order = write_order(known, model, settings, active, samples, len(judged.usable), site())
    return _saved(replace(known, state="RUNNING", order_digest=order.digest), before)


def _refused(calibration: Calibration, findings: tuple[TwinError, ...]) -> Calibration:
    told = tuple(one.to_dict() for one in findings)
    logger().warning("window refused", extra={"findings": told})
    return calibration.ended("REFUSED", at=time.time(), error=told[0], findings=told)


def _saved(after: Calibration, before: Calibration) -> Calibration:
    table = calibrations()
    return after if table.save(after, before=before) else table.find(before.calibration_id)
