"""A window that cannot calibrate is refused with everything that is wrong with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from twin.calibration.drift.distribution_shift import distribution_shift
from twin.calibration.errors import (
    CalibrationError,
    InputConstant,
    SensorStuck,
    WindowGaps,
    WindowInvalid,
    WindowTooShort,
)
from twin.calibration.quality import Requirements, excitation_order, findings, require_usable
from twin.calibration.window import Floats, Window

REQUIREMENTS = Requirements(least_samples=50, longest_gap_seconds=20)


def window(count: int = 200) -> Window:
    generator = np.random.default_rng(0)
    inputs = generator.standard_normal((count, 1))
    return Window(np.arange(float(count)), inputs, 2 * inputs + 0.1)


def test_a_good_window_has_no_findings() -> None:
    assert findings(window(), REQUIREMENTS) == ()
    require_usable(window(), REQUIREMENTS)


def short() -> Window:
    return window(20)


def gaps() -> Window:
    found = window()
    outputs = found.outputs.copy()
    outputs[50:90] = np.nan
    return replace(found, outputs=outputs)


def late() -> Window:
    found = window()
    times = found.times_seconds.copy()
    times[100:] += 60
    return replace(found, times_seconds=times)


def stuck() -> Window:
    found = window()
    outputs = found.outputs.copy()
    outputs[50:120] = outputs[50]
    return replace(found, outputs=outputs)


def constant() -> Window:
    return replace(window(), inputs=np.full((200, 1), 7.0))


def nearly_constant() -> Window:
    found = constant()
    noise = 1e-3 * np.random.default_rng(0).standard_normal((200, 1))
    return replace(found, inputs=found.inputs + noise)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (short, WindowTooShort),
        (gaps, WindowGaps),
        (late, WindowGaps),
        (stuck, SensorStuck),
        (constant, InputConstant),
        (nearly_constant, InputConstant),
    ],
)
def test_each_fault_has_its_error(make: object, kind: type[CalibrationError]) -> None:
    assert callable(make)
    with pytest.raises(kind) as raised:
        require_usable(make(), REQUIREMENTS)
    assert [type(entry) for entry in raised.value.findings] == [kind]
    assert {"code", "found", "expected"} <= raised.value.to_dict().keys()


def test_all_faults_are_told_together() -> None:
    worst = replace(stuck(), inputs=np.zeros((200, 1)))
    codes = [entry.to_dict()["code"] for entry in findings(worst, REQUIREMENTS)]
    assert codes == ["CALIBRATION_SENSOR_STUCK", "CALIBRATION_INPUT_CONSTANT"]


@pytest.mark.parametrize(
    ("signal", "order"),
    [
        (np.zeros(100), 0),
        (np.full(100, 5.0), 1),
        (np.sin(np.arange(100) * 0.3), 2),
        (np.sin(np.arange(100) * 0.3) + np.sin(np.arange(100)), 4),
        (np.random.default_rng(0).standard_normal(100), 6),
    ],
)
def test_excitation_is_of_the_textbooks_order(signal: Floats, order: int) -> None:
    assert excitation_order(signal, 6) == order


@pytest.mark.parametrize(
    "times", [np.array([0.0, 1.0, 1.0]), np.array([0.0, 2.0, 1.0]), np.array([0.0, np.nan, 1.0])]
)
def test_times_that_do_not_rise_are_refused(times: Floats) -> None:
    with pytest.raises(WindowInvalid):
        Window(times, np.zeros((3, 1)), np.zeros((3, 1)))


def test_shapes_that_do_not_match_are_refused() -> None:
    with pytest.raises(WindowInvalid):
        Window(np.arange(3.0), np.zeros((2, 1)), np.zeros((3, 1)))
    with pytest.raises(WindowInvalid):
        Window(np.arange(3.0), np.full((3, 1), np.nan), np.zeros((3, 1)))


def test_a_digest_changes_with_any_sample() -> None:
    first = window()
    outputs = first.outputs.copy()
    outputs[7] += 1e-12
    assert first.digest == window().digest
    assert first.digest != replace(first, outputs=outputs).digest


def test_a_shift_is_found_in_what_two_columns_do_together() -> None:
    """Both columns keep their own distribution; only their correlation changes."""
    generator = np.random.default_rng(0)
    before = generator.standard_normal((300, 2))
    now = generator.multivariate_normal([0, 0], [[1, 0.9], [0.9, 1]], 300)
    assert distribution_shift(before, now, generator).is_shifted


def test_the_same_distribution_seldom_seems_shifted() -> None:
    values = []
    for seed in range(20):
        generator = np.random.default_rng(seed)
        first, second = generator.standard_normal((2, 60, 2))
        values.append(distribution_shift(first, second, generator, permutations=99).p_value)
    assert sum(value <= 0.1 for value in values) <= 6
    assert min(values) > 0


def test_too_few_samples_are_told() -> None:
    with pytest.raises(WindowTooShort):
        distribution_shift(np.zeros((3, 1)), np.zeros((30, 1)), np.random.default_rng(0))
