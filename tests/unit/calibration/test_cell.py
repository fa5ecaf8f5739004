"""The cell of two RC pairs is recovered: 90 minutes at 1 Hz, 2 mV noise, 14 to 27 % wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.validation.systems import cell
from benchmarks.validation.systems.cell_problem import cell_problem
from twin.calibration.estimators import estimator
from twin.calibration.problem import CalibrationProblem, Effort


def problem(minutes: int = 90, seed: int = 0) -> CalibrationProblem:
    return cell_problem(cell.drive(seed, minutes), 0, Effort(points_per_run=5400))


def test_least_squares_is_within_a_percent() -> None:
    found = estimator("bounded_least_squares").estimate(problem())
    assert cell.largest_error_percent(found.values) < 1
    assert found.identifiability.is_identifiable
    assert found.diagnostics["reduced_chi_square"] == pytest.approx(1, abs=0.1)
    assert found.residuals[0].root_mean_square == pytest.approx(cell.NOISE_VOLTS, rel=0.05)
    shift = (found.scaled - found.space.to_scale(cell.TRUTH)) / np.sqrt(np.diag(found.covariance))
    assert np.abs(shift).max() < 4


@pytest.mark.parametrize(
    "method", ["unscented_kalman_filter", "square_root_unscented_kalman_filter"]
)
def test_filters_of_state_and_parameters_are_within_some_percent(method: str) -> None:
    found = estimator(method).estimate(problem())
    assert cell.largest_error_percent(found.values) < 3
    assert found.identifiability.is_identifiable
    assert 0.9 < found.diagnostics["normalised_innovation_squared_mean"] < 1.1


def test_the_ensemble_finds_what_matters() -> None:
    asked = problem()
    effort = replace(asked.effort, members=400)
    found = estimator("ensemble_kalman_filter").estimate(replace(asked, effort=effort))
    assert cell.largest_error_percent(found.values) < 12


def test_particles_narrow_few_parameters() -> None:
    """Few particles cannot search six parameters at once; what they find best is R0."""
    asked = problem(minutes=10)
    found = estimator("particle_filter").estimate(asked)
    assert abs(found.values[0] / cell.TRUTH[0] - 1) < 0.05
    assert found.diagnostics["effective_size_minimum"] >= 1


def test_an_estimate_repeats_with_its_seed() -> None:
    asked = problem(minutes=3)
    first, again = (estimator("particle_filter").estimate(asked) for _ in range(2))
    other = estimator("particle_filter").estimate(replace(asked, seed=1))
    np.testing.assert_array_equal(first.scaled, again.scaled)
    assert (first.scaled != other.scaled).any()
