"""Take a version back that predicts worse than the one before it."""

from __future__ import annotations

import time
from dataclasses import replace

from simulation_runtime.calibration_settings import announce_calibration, calibrations, registry
from twin.recalibration.watch import Probation
from twin.simulation.registry_errors import RegistryChanged
from twin.site_document import SimulationModel
from twin_runtime.events import put_event
from twin_runtime.logging import logger

BY = "probation"


def roll_back(model: SimulationModel, probation: Probation, reason: str) -> None:
    """Activate the version before again, and record why; what is not active stays as it is."""
    table = registry()
    active = table.active(model)
    if active.parameters is None or active.parameters.number != probation.number:
        return
    try:
        change = table.activate(
            model.id,
            "parameters",
            probation.previous,
            expected_revision=active.revision,
            by=BY,
            at=time.time(),
            reason="rollback",
        )
    except RegistryChanged:  # somebody else was first: it is no longer ours to take back
        return
    logger().warning("version taken back", extra={"model": model.id, "reason": reason})
    put_event(change)
    _record(probation.calibration_id, reason)


def _record(calibration_id: str, reason: str) -> None:
    before = calibrations().find(calibration_id)
    after = replace(before, rolled_back_at=time.time(), rollback_reason=reason)
    if calibrations().save(after, before=before):
        announce_calibration(after)
