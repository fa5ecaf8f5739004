"""Called by the workflow last: publish what the gate took, and end the calibration.

Nothing is published that did not pass, or that was judged against parameters which are no longer
active. Each step is recorded before it is done, so that a repeated one goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulation_calibrated.decision import Decision, read_decision
from simulation_calibrated.publishing import publish
from simulation_runtime.calibration_settings import announce_calibration, calibrations, registry
from twin.recalibration.calibration import Calibration
from twin.recalibration.errors import ChampionChanged
from twin.simulation.registry import ActiveModel
from twin.simulation.registry_errors import ParametersUnfit, RegistryChanged
from twin.simulation.request import find_model
from twin_runtime.site import site


def handler(event: Mapping[str, Any], _context: object) -> dict[str, str]:
    """End a calibration by its decision; one that has ended is only told again."""
    calibration = calibrations().find(event["calibration_id"])
    if calibration.state == "RUNNING":
        calibration = _decided(calibration)
    if calibration.state == "PUBLISHING":
        calibration = _published(calibration)
    announce_calibration(calibration)
    return {"calibration_id": calibration.calibration_id, "state": calibration.state}


def _decided(before: Calibration) -> Calibration:
    """Record the verdict; one that is accepted gets the number that it will be published under."""
    decision = read_decision(before)
    judged = replace(before, verdict=decision.verdict)
    if not decision.verdict.is_accepted:
        return _saved(judged.ended("REFUSED", at=time.time()), before)
    active = registry().active(find_model(site(), before.model_id))
    if not _is_champion(active, before):
        error = _changed(active, before).to_dict()
        return _saved(judged.ended("REFUSED", at=time.time(), error=error), before)
    number = registry().next_number(before.model_id, "parameters")
    return _saved(replace(judged, state="PUBLISHING", published=number), before)


def _published(before: Calibration) -> Calibration:
    decision: Decision = read_decision(before)
    try:
        publish(before, decision)
    except (RegistryChanged, ParametersUnfit) as error:
        # Somebody else was first: what was judged against the old parameters is not activated.
        refused = replace(before, published=None)
        return _saved(refused.ended("REFUSED", at=time.time(), error=error.to_dict()), before)
    return _saved(before.ended("PUBLISHED", at=time.time()), before)


def _is_champion(active: ActiveModel, calibration: Calibration) -> bool:
    parameters = 0 if active.parameters is None else active.parameters.number
    found = (active.deployment.number, parameters)
    return found == (calibration.deployment, calibration.champion)


def _changed(active: ActiveModel, calibration: Calibration) -> ChampionChanged:
    parameters = 0 if active.parameters is None else active.parameters.number
    return ChampionChanged(
        "another version was activated while the candidate was judged",
        found=f"deployment {active.deployment.number} with parameters {parameters}",
        expected=f"deployment {calibration.deployment} with parameters {calibration.champion}",
        where=calibration.model_id,
    )


def _saved(after: Calibration, before: Calibration) -> Calibration:
    table = calibrations()
    return after if table.save(after, before=before) else table.find(before.calibration_id)
