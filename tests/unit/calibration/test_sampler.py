"""The ensemble sampler draws the posterior; its figures are those of emcee."""

from __future__ import annotations

import emcee  # type: ignore[import-untyped]
import numpy as np
import pytest

from twin.calibration.affine_invariant import sample
from twin.calibration.autocorrelation import autocorrelation_time
from twin.calibration.errors import Diverged, ProblemIncomplete
from twin.calibration.estimators import estimator
from twin.calibration.model import Capabilities
from twin.calibration.parameters import Parameter, ParameterSpace
from twin.calibration.problem import CalibrationProblem, Effort
from twin.calibration.window import Floats, Run, Window

COVARIANCE = np.array([[1.0, 0.95, 0.0], [0.95, 1.0, 0.0], [0.0, 0.0, 100.0]])
PRECISION = np.linalg.inv(COVARIANCE)


def log_density(points: Floats) -> Floats:
    return np.asarray(-0.5 * np.einsum("ni,ij,nj->n", points, PRECISION, points), dtype=float)


def test_a_stretched_gaussian_is_drawn_as_emcee_draws_it() -> None:
    start = np.random.default_rng(0).standard_normal((20, 3))
    chain = sample(log_density, start, 4000, np.random.default_rng(1))
    reference = emcee.EnsembleSampler(20, 3, log_density, vectorize=True)
    reference.random_state = np.random.RandomState(1).get_state()
    reference.run_mcmc(start, 4000)
    drawn = np.cov(chain.flat, rowvar=False)
    np.testing.assert_allclose(drawn[:2, :2], COVARIANCE[:2, :2], atol=0.1)
    assert np.var(chain.flat[:, 2]) == pytest.approx(100, rel=0.1)
    assert chain.acceptance == pytest.approx(reference.acceptance_fraction.mean(), abs=0.02)
    times = reference.get_autocorr_time()
    np.testing.assert_allclose(chain.autocorrelation_times, times, rtol=0.3)
    assert chain.has_enough_samples


def test_the_autocorrelation_time_of_a_first_order_process_is_known() -> None:
    generator = np.random.default_rng(0)
    series = np.zeros(100_000)
    noise = generator.standard_normal(series.size)
    for row in range(1, series.size):
        series[row] = 0.8 * series[row - 1] + noise[row]
    assert autocorrelation_time(series) == pytest.approx((1 + 0.8) / (1 - 0.8), rel=0.1)


def test_a_short_chain_says_that_it_is_short() -> None:
    start = np.random.default_rng(0).standard_normal((20, 3))
    assert not sample(log_density, start, 60, np.random.default_rng(1)).has_enough_samples


def test_too_few_walkers_are_refused() -> None:
    with pytest.raises(ProblemIncomplete):
        sample(log_density, np.zeros((5, 3)), 10, np.random.default_rng(0))


class Line:
    """y = a + b u."""

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities()

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        return np.asarray(parameters[0] + parameters[1] * window.inputs, dtype=float)


class Broken(Line):
    """Gives no number."""

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        return np.full(window.outputs.shape, np.nan)


def line(simulator: Line) -> CalibrationProblem:
    generator = np.random.default_rng(0)
    inputs = generator.uniform(-1, 1, (40, 1))
    outputs = 1 + 2 * inputs + 0.1 * generator.standard_normal((40, 1))
    return CalibrationProblem(
        ParameterSpace(
            (Parameter("a", "", 0, -10, 10, prior_sigma=2), Parameter("b", "", 0, -9, 9))
        ),
        (Run("line", Window(np.arange(40.0), inputs, outputs)),),
        np.array([0.1]),
        simulator=simulator,
        effort=Effort(walkers=16, steps=1500, burn_in=200),
    )


def test_the_posterior_of_a_line_is_the_analytic_one() -> None:
    problem = line(Line())
    found = estimator("ensemble_monte_carlo").estimate(problem)
    window = problem.runs[0].window
    design = np.column_stack([np.ones(40), window.inputs[:, 0]]) / 0.1
    precision = design.T @ design + np.diag([1 / 4, 0])
    covariance = np.linalg.inv(precision)
    mean = covariance @ (design.T @ window.outputs[:, 0] / 0.1)
    deviations = np.sqrt(np.diag(covariance))
    np.testing.assert_allclose(found.scaled, mean, atol=0.15 * deviations.max())
    np.testing.assert_allclose(np.sqrt(np.diag(found.covariance)), deviations, rtol=0.1)
    assert found.identifiability.is_identifiable
    assert found.diagnostics["has_enough_samples"] == 1
    fitted = estimator("bounded_least_squares").estimate(problem)
    np.testing.assert_allclose(fitted.scaled, mean, atol=deviations.max())


@pytest.mark.parametrize("method", ["ensemble_monte_carlo", "bounded_least_squares"])
def test_a_model_that_gives_no_number_is_told(method: str) -> None:
    with pytest.raises(Diverged) as raised:
        estimator(method).estimate(line(Broken()))
    assert "a = 0" in raised.value.found
