"""On linear systems the unscented filters are the exact filter; the sampled ones come near it."""

from __future__ import annotations

import numpy as np
import pytest
from filterpy.kalman import KalmanFilter as Reference  # type: ignore[import-untyped]

from benchmarks.validation.systems.linear import LinearCase
from tests.unit.calibration.systems import linear_case
from twin.calibration.errors import Diverged, ModelNotLinear
from twin.calibration.estimators import (
    kalman_filter,
    square_root_unscented_kalman_filter,
    unscented_kalman_filter,
)
from twin.calibration.estimators.ensemble_kalman_filter import EnsembleKalmanFilter
from twin.calibration.estimators.particle_filter import ParticleFilter
from twin.calibration.filtering import Belief, Noise, Trace, track
from twin.calibration.window import Floats, Window

SEEDS = range(20)


def exact(case: LinearCase) -> Trace:
    return kalman_filter.follow(case.model, case.noise, case.start, case.window)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_exact_filter_is_filterpys(seed: int) -> None:
    case = linear_case(seed)
    outputs = case.window.outputs.copy()
    outputs[np.isnan(outputs).any(axis=1)] = np.nan
    window = Window(case.window.times_seconds, case.window.inputs, outputs)
    trace = kalman_filter.follow(case.model, case.noise, case.start, window)
    reference = Reference(dim_x=4, dim_z=2, dim_u=1)
    reference.F, reference.B, reference.H = (
        case.model.transition, case.model.input_matrix, case.model.observation,
    )  # fmt: skip
    reference.Q, reference.R = case.noise.process, case.noise.observation
    reference.x, reference.P = np.zeros((4, 1)), np.eye(4)
    for row, output in enumerate(outputs):
        if row:
            reference.predict(u=window.inputs[row - 1][:, None])
        if np.isfinite(output).all():
            reference.update(output[:, None])
        np.testing.assert_allclose(trace.means[row], reference.x[:, 0], atol=1e-10)
        np.testing.assert_allclose(trace.covariances[row], reference.P, atol=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "follow", [unscented_kalman_filter.follow, square_root_unscented_kalman_filter.follow]
)
def test_unscented_filters_are_exact(seed: int, follow: object) -> None:
    case = linear_case(seed)
    assert callable(follow)
    trace = follow(case.model, case.noise, case.start, case.window)
    reference = exact(case)
    np.testing.assert_allclose(trace.means, reference.means, rtol=0, atol=1e-8)
    np.testing.assert_allclose(trace.covariances, reference.covariances, rtol=0, atol=1e-8)
    assert trace.log_likelihood == pytest.approx(reference.log_likelihood, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_ensemble_errs_by_its_sampling_alone(seed: int) -> None:
    """The deviation from the exact mean, in sigma, falls with the root of the size."""
    case = linear_case(seed)
    reference = exact(case)
    deviations = []
    for members in (100, 10000):
        method = EnsembleKalmanFilter(case.model, case.noise, members, np.random.default_rng(seed))
        trace = track(method, case.start, case.window)
        sigmas = np.sqrt(np.diagonal(reference.covariances, axis1=1, axis2=2))
        deviations.append(np.sqrt(np.mean(((trace.means - reference.means) / sigmas) ** 2)))
    assert deviations[1] < 6 / np.sqrt(10000)
    assert 4 < deviations[0] / deviations[1] < 25


@pytest.mark.parametrize("seed", range(2))
def test_particles_come_near_the_exact_filter(seed: int) -> None:
    case = linear_case(seed)
    reference = exact(case)
    method = ParticleFilter(case.model, case.noise, 20000, np.random.default_rng(seed))
    trace = track(method, case.start, case.window)
    sigmas = np.sqrt(np.diagonal(reference.covariances, axis1=1, axis2=2))
    assert np.sqrt(np.mean(((trace.means - reference.means) / sigmas) ** 2)) < 0.1
    assert trace.log_likelihood == pytest.approx(reference.log_likelihood, abs=1.0)


def test_more_process_noise_reaches_the_gain() -> None:
    """Sigma points that are not redrawn after Q is added leave the gain too small."""
    case = linear_case(1)
    trace = unscented_kalman_filter.follow(case.model, case.noise, case.start, case.window)
    errors = trace.means - case.states
    reference = exact(case).means - case.states
    assert np.sqrt((errors**2).mean()) == pytest.approx(np.sqrt((reference**2).mean()), rel=1e-8)


def test_uneven_steps_bring_noise_by_their_length() -> None:
    case = linear_case(2, samples=3)
    start = Belief(case.start.mean, case.start.covariance)
    window = Window(np.array([0.0, 1.0, 5.0]), case.window.inputs, np.full((3, 2), np.nan))
    trace = kalman_filter.follow(case.model, case.noise, start, window)
    moved = case.model.transition @ trace.covariances[1] @ case.model.transition.T
    np.testing.assert_allclose(trace.covariances[2], moved + 4 * case.noise.process, atol=1e-12)


class Squaring:
    """A model that is not linear, and soon no number."""

    def propagate(self, states: Floats, inputs: Floats, seconds: float) -> Floats:
        with np.errstate(over="ignore", invalid="ignore"):
            return states**2 + 2

    def observe(self, states: Floats, inputs: Floats) -> Floats:
        return states[:, :1]


def test_the_exact_filter_refuses_what_is_not_linear() -> None:
    case = linear_case(0)
    start = Belief(np.full(4, 2.0), np.eye(4))
    noise = Noise(case.noise.process, np.eye(1))
    outputs = case.window.outputs[:, :1]
    window = Window(case.window.times_seconds, case.window.inputs, outputs)
    with pytest.raises(ModelNotLinear):
        kalman_filter.follow(Squaring(), noise, start, window)


@pytest.mark.parametrize(
    "follow", [unscented_kalman_filter.follow, square_root_unscented_kalman_filter.follow]
)
def test_a_state_that_is_no_number_is_told(follow: object) -> None:
    case = linear_case(0)
    blind = Window(case.window.times_seconds, case.window.inputs, np.full((60, 1), np.nan))
    assert callable(follow)
    with np.errstate(all="ignore"), pytest.raises(Diverged) as raised:
        follow(Squaring(), case.noise, case.start, blind)
    assert raised.value.where.startswith("sample")
