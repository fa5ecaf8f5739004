"""On simulated non-linear systems a filter's errors are as large as it claims."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from twin.calibration.drift.innovation_consistency import (
    consistency,
    normalised_estimation_errors,
    windowed_consistency,
)
from twin.calibration.estimators import (
    square_root_unscented_kalman_filter,
    unscented_kalman_filter,
)
from twin.calibration.filtering import Belief, Noise
from twin.calibration.window import Floats, Window


@dataclass(frozen=True)
class Pendulum:
    """Angle and speed of a damped pendulum; its horizontal place is measured."""

    gravity_over_length: float = 9.81

    def propagate(self, states: Floats, inputs: Floats, seconds: float) -> Floats:
        angle, speed = states.T
        faster = speed + seconds * (-self.gravity_over_length * np.sin(angle) - 0.1 * speed)
        return np.column_stack([angle + seconds * faster, faster])

    def observe(self, states: Floats, inputs: Floats) -> Floats:
        return np.sin(states[:, :1])


NOISE = Noise(np.diag([1e-4, 2e-2]), np.array([[0.01]]))
START = Belief(np.array([0.8, 0.0]), np.diag([0.01, 0.01]))
SECONDS = 0.02


def simulated(seed: int, model: Pendulum, samples: int = 400) -> tuple[Window, Floats]:
    generator = np.random.default_rng(seed)
    state = generator.multivariate_normal(START.mean, START.covariance)
    states = [state]
    nothing = np.zeros(0)
    for _ in range(samples - 1):
        state = model.propagate(state[None], nothing, SECONDS)[0]
        state = state + generator.multivariate_normal([0, 0], NOISE.process * SECONDS)
        states.append(state)
    truth = np.array(states)
    noise = 0.1 * generator.standard_normal((samples, 1))
    outputs = np.asarray(model.observe(truth, nothing) + noise, dtype=np.float64)
    return Window(
        SECONDS * np.arange(samples, dtype=np.float64), np.zeros((samples, 0)), outputs
    ), truth


@pytest.mark.parametrize("method", [unscented_kalman_filter, square_root_unscented_kalman_filter])
def test_errors_are_as_claimed(method: object) -> None:
    """NEES at one instant over independent runs, NIS over all samples: both within 95 %."""
    follow = getattr(method, "follow")  # noqa: B009
    errors, covariances, squares, degrees = [], [], [], []
    for seed in range(12):
        window, truth = simulated(seed, Pendulum())
        trace = follow(Pendulum(), NOISE, START, window)
        errors += [(trace.means - truth)[row] for row in (199, 399)]
        covariances += [trace.covariances[row] for row in (199, 399)]
        squares.append(trace.normalised_squares)
        degrees.append(trace.degrees)
    squared = normalised_estimation_errors(np.array(errors), np.array(covariances))
    assert consistency(squared, np.full(len(squared), 2.0)).is_within
    assert consistency(np.concatenate(squares), np.concatenate(degrees)).is_within


def test_a_changed_asset_drifts_out_of_the_band() -> None:
    window, _ = simulated(0, Pendulum(gravity_over_length=20.0))
    trace = unscented_kalman_filter.follow(Pendulum(), NOISE, START, window)
    assert any(entry.is_drifting for entry in windowed_consistency(trace, 100))
    calm, _ = simulated(0, Pendulum())
    same = unscented_kalman_filter.follow(Pendulum(), NOISE, START, calm)
    assert not any(entry.is_drifting for entry in windowed_consistency(same, 100, level=0.99))


def test_nothing_measured_is_neither_in_nor_out() -> None:
    nothing = consistency(np.zeros(3), np.zeros(3))
    assert not nothing.is_within
    assert not nothing.is_drifting
