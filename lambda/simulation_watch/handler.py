"""Called by EventBridge for each run that succeeded: does the model still follow its asset?

Delivery is at least once and in any order: an innovation counts once, by its run.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulation_runtime.calibration_settings import registry, watches
from simulation_watch.drift import start_calibration
from simulation_watch.rollback import roll_back
from twin.recalibration.innovation import errors_of, innovation_of
from twin.recalibration.watch import Innovation, Watch
from twin.simulation.request import find_model
from twin.site_calibration import ModelCalibration
from twin.site_document import SimulationModel
from twin_runtime.site import site


def handler(event: Mapping[str, Any], _context: object) -> dict[str, str]:
    """Remember a prediction's innovation; start a calibration on drift, take a version back."""
    run = event["detail"]
    model = find_model(site(), run["model_id"])
    settings = model.calibration
    if settings is None:
        return {"did": "NOTHING"}
    innovation = innovation_of(run, model, settings)
    if innovation is None:
        return {"did": "NOTHING"}
    errors = errors_of(run, model, settings)
    done = ["NOTHING"]

    def follow(watch: Watch) -> Watch:
        after = _current(watch, model).with_prediction(innovation, errors, settings.drift)
        done[0], following = _judged(after, model, settings, innovation)
        return following

    watches().change(model.id, follow)
    return {"did": done[0]}


def _current(watch: Watch, model: SimulationModel) -> Watch:
    """Return the watch without the probation of a version that somebody else replaced."""
    if watch.probation is None:
        return watch
    active = registry().active(model).parameters
    is_active = active is not None and active.number == watch.probation.number
    return watch if is_active else replace(watch.released(), innovations=())


def _judged(
    watch: Watch, model: SimulationModel, settings: ModelCalibration, innovation: Innovation
) -> tuple[str, Watch]:
    """Do what the innovations ask for; return what was done and the watch that follows.

    What is done can be done again: the watch is written afterwards, and may have to be once more.
    """
    now = time.time()
    reason = watch.worse(settings.probation)
    if reason is not None and watch.probation is not None:
        roll_back(model, watch.probation, reason)
        return "ROLLED_BACK", watch.drifted(at=now).released()
    if watch.has_passed(settings.probation):
        watch = watch.released()
    # A version on probation is proved or taken back first: it is not replaced in between.
    evidence = None if watch.probation else watch.drift(settings.drift, now=now)
    if evidence is not None:
        start_calibration(model.id, innovation.run_id, evidence)
        return "DRIFT", watch.drifted(at=now)
    return "REMEMBERED", watch
