"""What is published of a job's decision, and what is not: damaged answers, races, repetitions."""

from __future__ import annotations

import json

import pytest

from simulation_runtime.calibration_settings import registry, watches
from tests.integration.simulation.calibration.answers import (
    activate,
    died,
    prepared,
    put,
    write_decision,
)
from tests.integration.simulation.calibration.loop import CalibrationLoop
from tests.integration.simulation.plane import MODEL_ID
from twin.recalibration.errors import OrderInvalid


def test_champion_that_changed_meanwhile_is_not_replaced(quiet_loop: CalibrationLoop) -> None:
    calibration_id = prepared(quiet_loop)
    write_decision(quiet_loop, calibration_id)
    activate(1, 0.2)
    assert quiet_loop.decide(calibration_id)["state"] == "REFUSED"
    found = quiet_loop.get(calibration_id)
    assert found["error"]["code"] == "CALIBRATION_CHAMPION_CHANGED"
    active = quiet_loop.active().parameters
    assert active is not None and active.parameters[0].value == 0.2


@pytest.mark.parametrize("damage", ["order", "parameters"])
def test_answer_that_is_not_of_the_order_is_refused(
    quiet_loop: CalibrationLoop, damage: str
) -> None:
    calibration_id = prepared(quiet_loop)
    if damage == "order":
        write_decision(quiet_loop, calibration_id, order_digest="0" * 64)
    else:
        write_decision(quiet_loop, calibration_id)
        put(calibration_id, "parameters.json", b"{}")
    with pytest.raises(OrderInvalid):
        quiet_loop.decide(calibration_id)
    assert quiet_loop.fail(calibration_id, "OrderInvalid", "")["state"] == "FAILED"
    assert quiet_loop.active().parameters is None


def test_decision_half_published_is_completed(
    quiet_loop: CalibrationLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step dies between activation and its record; the repetition publishes nothing twice."""
    calibration_id = prepared(quiet_loop)
    write_decision(quiet_loop, calibration_id)
    with monkeypatch.context() as patched:
        patched.setattr("simulation_calibrated.publishing.put_event", died)
        with pytest.raises(ConnectionError):
            quiet_loop.decide(calibration_id)
    assert quiet_loop.get(calibration_id)["state"] == "PUBLISHING"
    assert quiet_loop.decide(calibration_id)["state"] == "PUBLISHED"
    versions = registry().parameter_versions(MODEL_ID, limit=10, token=None).versions
    assert [one.number for one in versions] == [1]
    assert [kind for kind, _ in quiet_loop.plane.others] == ["ModelActivated", "CalibrationEnded"]
    probation = watches().find(MODEL_ID).probation
    assert probation is not None and (probation.number, probation.previous) == (1, 0)


def test_job_says_why_it_refused(quiet_loop: CalibrationLoop) -> None:
    calibration_id = prepared(quiet_loop)
    error = {"code": "CALIBRATION_DIVERGED", "message": "the model gave no number", "found": "x"}
    put(calibration_id, "error.json", json.dumps({"error": error}).encode())
    assert quiet_loop.fail(calibration_id, "States.TaskFailed", "{}")["state"] == "FAILED"
    assert quiet_loop.get(calibration_id)["error"] == error
    status, problem = quiet_loop.call(
        "GET", "/calibrations/{calibration_id}/report", path={"calibration_id": calibration_id}
    )
    assert (status, problem["code"]) == (404, "CALIBRATION_REPORT_MISSING")
