"""The window of a calibration: what is of no use, and a step that is repeated."""

from __future__ import annotations

import math

import pytest

from tests.integration.simulation.calibration.loop import SAMPLES, CalibrationLoop, Change
from tests.integration.simulation.calibration.plant import Moment, with_gap


def stuck(index: int, moment: Moment) -> dict[str, float]:
    return {**moment.values, "power": 4.5} if index >= 200 else dict(moment.values)


def no_number(index: int, moment: Moment) -> dict[str, float]:
    return {**moment.values, "discharge_pressure": math.nan} if index >= 300 else moment.values


def standing(_index: int, moment: Moment) -> dict[str, float]:
    return {**moment.values, "speed": 0.0}


def constant(_index: int, moment: Moment) -> dict[str, float]:
    held = {"speed": 1450.0, "suction_pressure": 0.3, "discharge_pressure": 2.8}
    return {**moment.values, **held}


@pytest.mark.parametrize(
    ("change", "codes", "named"),
    [
        (with_gap, {"CALIBRATION_WINDOW_GAPS"}, "flow"),
        (stuck, {"CALIBRATION_SENSOR_STUCK"}, "power"),
        (no_number, {"CALIBRATION_WINDOW_GAPS"}, "discharge_pressure"),
        (standing, {"CALIBRATION_WINDOW_TOO_SHORT"}, "minimum_samples"),
        (constant, {"CALIBRATION_INPUT_CONSTANT"}, "inputs"),
    ],
)
def test_window_of_no_use_is_recorded_with_all_that_is_wrong(
    quiet_loop: CalibrationLoop, change: Change, codes: set[str], named: str
) -> None:
    quiet_loop.measure(wear=0.12, change=change)
    calibration_id = quiet_loop.start()
    assert quiet_loop.window(calibration_id) == {"calibration_id": calibration_id, "go": False}
    found = quiet_loop.get(calibration_id)
    assert found["state"] == "REFUSED"
    assert {one["code"] for one in found["findings"]} == codes
    assert found["error"] == found["findings"][0]
    assert named in found["error"]["where"]
    assert quiet_loop.names(calibration_id) == set()
    assert [kind for kind, _ in quiet_loop.plane.others] == ["CalibrationEnded"]
    assert quiet_loop.start() != calibration_id  # the next one is not locked out


def test_plant_that_says_nothing_has_every_signal_named(quiet_loop: CalibrationLoop) -> None:
    calibration_id = quiet_loop.start()
    assert quiet_loop.window(calibration_id)["go"] is False
    found = quiet_loop.get(calibration_id)
    missing = [one for one in found["findings"] if one["code"] == "CALIBRATION_WINDOW_GAPS"]
    assert {one["where"] for one in missing} == {
        *("speed", "suction_pressure", "discharge_pressure", "flow", "power")
    }


def test_repeated_window_step_changes_nothing(quiet_loop: CalibrationLoop) -> None:
    quiet_loop.measure(wear=0.12)
    calibration_id = quiet_loop.start()
    first = quiet_loop.window(calibration_id)
    files = [quiet_loop.read(calibration_id, name) for name in ("order.json", "samples.json")]
    quiet_loop.measure(wear=0.3, seed=2)
    assert quiet_loop.window(calibration_id) == first
    again = [quiet_loop.read(calibration_id, name) for name in ("order.json", "samples.json")]
    assert again == files
    assert quiet_loop.get(calibration_id)["samples"] == SAMPLES
