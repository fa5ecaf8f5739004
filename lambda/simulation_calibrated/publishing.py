"""A new version of parameters: written, activated, told, and put on probation."""

from __future__ import annotations

import time

from simulation_calibrated.decision import Decision
from simulation_runtime.calibration_settings import registry, watches
from twin.recalibration.calibration import Calibration
from twin.recalibration.order import PARAMETERS, file_key
from twin.recalibration.watch import Probation
from twin.simulation.registry import ActiveChanged, ParameterVersion
from twin.simulation.registry_errors import RegistryChanged, VersionUnknown
from twin.simulation.request import find_model
from twin_runtime.events import put_event
from twin_runtime.site import site

BY = "calibration"


def publish(calibration: Calibration, decision: Decision) -> None:
    """Publish the candidate under the number of the record; a repetition completes what is missing.

    Raises:
        RegistryChanged: the number was taken, or something else was activated meanwhile.
        ParametersUnfit: another deployment is active.
    """
    version = _version(calibration, decision)
    _add(version)
    change = _activate(calibration, version)
    put_event(change)
    _put_on_probation(calibration, decision, version.number, change.at)


def _activate(calibration: Calibration, version: ParameterVersion) -> ActiveChanged:
    """Activate a version where the champion still is active; return the event to tell."""
    active = registry().active(find_model(site(), calibration.model_id))
    number = 0 if active.parameters is None else active.parameters.number
    if number == version.number:  # by an attempt before, whose event may be lost
        return ActiveChanged(
            model_id=calibration.model_id,
            what="parameters",
            number=number,
            previous=calibration.champion or 0,
            reason="calibration",
            by=BY,
            at=time.time(),
        )
    if number != calibration.champion:
        raise RegistryChanged(
            "what is active of the model was changed meanwhile",
            found=f"parameters {number}",
            expected=f"parameters {calibration.champion}",
            where=calibration.model_id,
        )
    return registry().activate(
        calibration.model_id,
        "parameters",
        version.number,
        expected_revision=active.revision,
        by=BY,
        at=time.time(),
        reason="calibration",
    )


def _add(version: ParameterVersion) -> None:
    """Write a version, unless it is there from an attempt before."""
    try:
        registry().add_parameters(version)
    except RegistryChanged:
        try:
            known = registry().parameters(version.model_id, version.number)
        except VersionUnknown:
            known = None
        if known is None or known.version != version.version:
            raise


def _version(calibration: Calibration, decision: Decision) -> ParameterVersion:
    assert calibration.published is not None
    assert calibration.deployment is not None
    return ParameterVersion(
        model_id=calibration.model_id,
        number=calibration.published,
        version=decision.verdict.candidate_version,
        key=file_key(calibration.calibration_id, PARAMETERS),
        parameters=decision.parameters,
        deployment=calibration.deployment,
        calibration_id=calibration.calibration_id,
        published_by=calibration.requested_by,
        published_at=time.time(),
        training_box=decision.training_box,
    )


def _put_on_probation(
    calibration: Calibration, decision: Decision, number: int, since: float
) -> None:
    probation = Probation(
        number=number,
        previous=calibration.champion or 0,
        calibration_id=calibration.calibration_id,
        champion_error=decision.verdict.champion_error,
        since=since,
    )
    watches().change(
        calibration.model_id,
        lambda watch: (
            watch
            if watch.probation is not None and watch.probation.number == number
            else watch.begun(probation)
        ),
    )
