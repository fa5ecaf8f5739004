"""The watch over predictions: drift starts a calibration, and good ones prove a version."""

from __future__ import annotations

import random
import time

from simulation_runtime.calibration_settings import watches
from tests.integration.simulation.calibration.answers import activate, prepared, write_decision
from tests.integration.simulation.calibration.loop import CalibrationLoop
from tests.integration.simulation.plane import MODEL_ID
from twin.recalibration.watch import Probation


def test_drift_starts_one_calibration(quiet_loop: CalibrationLoop) -> None:
    done = [quiet_loop.predicted(number, off=2.0) for number in range(1, 7)]
    assert done == ["REMEMBERED"] * 5 + ["DRIFT"]
    assert quiet_loop.remembered == 0
    again = [quiet_loop.predicted(number, off=2.0) for number in range(7, 20)]
    assert set(again) == {"REMEMBERED"}  # one drift in twelve hours
    (told,) = quiet_loop.started_by_drift()
    drift = told.pop("drift")
    assert told == {"model_id": MODEL_ID, "trigger": "drift", "requested_by": "drift"}
    assert (drift["rule"], drift["predictions"], drift["threshold"]) == ("consecutive", 6, 1.0)
    assert drift["statistic"] > 1


def test_slow_drift_within_the_band_starts_one_calibration(quiet_loop: CalibrationLoop) -> None:
    """The flow wears by a fiftieth of its noise a prediction; no error leaves its χ² band."""
    generator = random.Random(4)
    noise = 0.25  # m³/h, as the site file says
    start = time.time() + 100.0
    done: list[str] = []
    for number in range(180):
        worn = -0.005 * max(0, number - 96)
        off = max(-2.4, min(2.4, generator.gauss(0.0, 0.5) + worn / noise)) * noise
        done.append(quiet_loop.predicted(number, off=off, at=start + number * 1800.0))
        if done[-1] == "DRIFT":
            break
    assert done == ["REMEMBERED"] * (len(done) - 1) + ["DRIFT"]
    assert len(done) > 96
    (told,) = quiet_loop.started_by_drift()
    assert told["drift"]["rule"] == "shift"
    assert (told["drift"]["output"], told["drift"]["change"]) == ("flow", "lower")
    assert told["drift"]["predictions"] == len(done) - 96
    for _ in range(2):  # the last one is told again, and so is the one before it
        for number in (len(done) - 1, len(done) - 2):
            at = start + number * 1800.0
            assert quiet_loop.predicted(number, off=off, at=at) == "REMEMBERED"
    assert len(quiet_loop.started_by_drift()) == 1

    quiet_loop.window("drift-1", "drift", drift=told["drift"])
    assert quiet_loop.get("drift-1")["drift"] == told["drift"]
    assert quiet_loop.get(quiet_loop.start())["drift"] is None


def test_prediction_that_is_told_twice_counts_once(quiet_loop: CalibrationLoop) -> None:
    for _ in range(10):
        quiet_loop.predicted(1, off=2.0, at=2e9)
    assert quiet_loop.remembered == 1


def test_good_predictions_prove_a_version(quiet_loop: CalibrationLoop) -> None:
    calibration_id = prepared(quiet_loop)
    write_decision(quiet_loop, calibration_id)
    quiet_loop.decide(calibration_id)
    assert {quiet_loop.predicted(number, off=0.1) for number in range(1, 13)} == {"REMEMBERED"}
    assert watches().find(MODEL_ID).probation is None
    active = quiet_loop.active().parameters
    assert active is not None and active.number == 1


def test_version_that_somebody_replaced_is_not_taken_back(quiet_loop: CalibrationLoop) -> None:
    activate(1, 0.2)
    probation = Probation(9, 0, "c", 1.0, 0.0)
    watches().change(MODEL_ID, lambda watch: watch.begun(probation))
    for number in range(1, 4):
        quiet_loop.predicted(number, off=0.1)
    assert watches().find(MODEL_ID).probation is None
    active = quiet_loop.active().parameters
    assert active is not None and active.number == 1
