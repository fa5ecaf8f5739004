"""Bounded least squares against scipy; what a window does not determine is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import curve_fit
from scipy.stats import norm

from twin.calibration.errors import NotIdentifiable, ParametersInvalid, ProblemIncomplete
from twin.calibration.estimators import estimator
from twin.calibration.estimators.bounded_least_squares import SOFT_L1_VARIANCE
from twin.calibration.model import Capabilities
from twin.calibration.parameters import Parameter, ParameterSpace
from twin.calibration.problem import CalibrationProblem, chosen_rows
from twin.calibration.window import Floats, Run, Window


class Decay:
    """y = a exp(-t / tau)."""

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities()

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        amplitude, time = parameters[:2]
        return np.asarray(amplitude * np.exp(-window.times_seconds / time)[:, None], dtype=float)


class Product(Decay):
    """y = a b u: only the product of a and b shows."""

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        return np.asarray(parameters[0] * parameters[1] * window.inputs, dtype=float)


SPACE = ParameterSpace(
    (
        Parameter("amplitude", "V", 1.0, 0.1, 10.0, is_log_scale=True),
        Parameter("time", "s", 5.0, 1.0, 100.0, is_log_scale=True),
    )
)


def decay(
    count: int = 200, truth: tuple[float, float] = (2.0, 10.0), seed: int = 0
) -> CalibrationProblem:
    generator = np.random.default_rng(seed)
    times = np.linspace(0, 30, count)
    outputs = truth[0] * np.exp(-times / truth[1]) + 0.02 * generator.standard_normal(count)
    window = Window(times, np.linspace(1, 2, count)[:, None], outputs[:, None])
    return CalibrationProblem(SPACE, (Run("decay", window),), np.array([0.02]), simulator=Decay())


def test_values_and_sigmas_are_scipys() -> None:
    problem = decay()
    found = estimator("bounded_least_squares").estimate(problem)
    window = problem.runs[0].window
    values, covariance = curve_fit(
        lambda t, a, tau: a * np.exp(-t / tau),
        window.times_seconds,
        window.outputs[:, 0],
        p0=(1.0, 5.0),
        sigma=np.full(200, 0.02),
        absolute_sigma=True,
    )
    assert np.abs((found.values - values) / np.sqrt(np.diag(covariance))).max() < 0.6
    np.testing.assert_allclose(found.sigmas, np.sqrt(np.diag(covariance)), rtol=0.25)


def test_a_few_wild_samples_do_not_move_the_fit() -> None:
    problem = decay()
    outputs = problem.runs[0].window.outputs.copy()
    outputs[::25] += 5
    window = replace(problem.runs[0].window, outputs=outputs)
    found = estimator("bounded_least_squares").estimate(replace(problem, runs=(Run("w", window),)))
    np.testing.assert_allclose(found.values, [2, 10], rtol=0.05)


def test_missing_samples_are_left_out() -> None:
    problem = decay()
    outputs = problem.runs[0].window.outputs.copy()
    outputs[50:120] = np.nan
    window = replace(problem.runs[0].window, outputs=outputs)
    found = estimator("bounded_least_squares").estimate(replace(problem, runs=(Run("w", window),)))
    np.testing.assert_allclose(found.values, [2, 10], rtol=0.02)
    assert found.residuals[0].count == 130


def test_a_product_is_told_and_refused() -> None:
    problem = decay()
    found = estimator("bounded_least_squares").estimate(replace(problem, simulator=Product()))
    assert not found.identifiability.is_identifiable
    weights = dict(found.identifiability.undetermined[0].weights)
    assert set(weights) == {"amplitude", "time"}
    assert min(abs(weight) for weight in weights.values()) > 0.3
    with pytest.raises(NotIdentifiable, match=r"·amplitude"):
        found.identifiability.require()


def test_a_parameter_at_its_bound_is_told() -> None:
    problem = decay(truth=(2.0, 300.0))
    found = estimator("bounded_least_squares").estimate(problem)
    assert found.identifiability.at_bounds == ("time",)
    with pytest.raises(NotIdentifiable, match="time at a bound"):
        found.identifiability.require()


def test_a_prior_holds_what_the_window_does_not_say() -> None:
    problem = decay()
    parameters = tuple(replace(entry, prior_sigma=0.1) for entry in SPACE.parameters)
    held = replace(problem, space=ParameterSpace(parameters), simulator=Product())
    found = estimator("bounded_least_squares").estimate(held)
    assert np.sqrt(np.diag(found.covariance)).max() <= 0.1
    assert not found.identifiability.is_identifiable


def test_a_long_run_does_not_drown_a_short_one() -> None:
    rows = chosen_rows(28_000, 400)
    assert len(rows) == 400
    assert rows[0] == 0
    assert rows[-1] == 27_999
    assert len(chosen_rows(300, 400)) == 300


def test_no_simulator_is_told() -> None:
    with pytest.raises(ProblemIncomplete):
        estimator("bounded_least_squares").estimate(replace(decay(), simulator=None))
    with pytest.raises(ProblemIncomplete):
        estimator("unscented_kalman_filter").estimate(decay())


@pytest.mark.parametrize(
    "change",
    [
        {"lower": 3.0},
        {"upper": 0.5},
        {"lower": -1.0},
        {"prior_sigma": 0.0},
        {"initial": float("nan")},
    ],
)
def test_wrong_parameters_are_refused(change: dict[str, float]) -> None:
    with pytest.raises(ParametersInvalid, match="amplitude"):
        Parameter(**{**SPACE.parameters[0].__dict__, **change})


def test_only_a_stated_prior_pulls() -> None:
    """Two are tied as in a fleet; of the third nothing but its bounds is known."""
    tied = np.array([[1.0, 0.0, -0.9], [0.0, 1.0, 0.0], [-0.9, 0.0, 1.0]])
    space = ParameterSpace(
        (
            Parameter("a", "", 0, -5, 5, prior_sigma=0.1),
            Parameter("b", "", 0, -5, 5),
            Parameter("c", "", 0, -5, 5, prior_sigma=0.2),
        ),
        tied,
    )
    pull = space.prior_whitening.T @ space.prior_whitening
    covariance = np.array([[0.01, -0.018], [-0.018, 0.04]])
    np.testing.assert_allclose(pull[np.ix_([0, 2], [0, 2])], np.linalg.inv(covariance))
    assert not pull[1].any()


def test_the_covariance_holds_what_robustness_costs() -> None:
    """On normal noise its variance is E[psi^2] / E[psi']^2 of that of least squares."""

    def mean(value: Callable[[float], float]) -> float:
        return float(quad(lambda z: value(z) * float(norm.pdf(z)), -20, 20)[0])

    cost = mean(lambda z: z * z / (1 + z * z)) / mean(lambda z: (1 + z * z) ** -1.5) ** 2
    assert cost == pytest.approx(SOFT_L1_VARIANCE, abs=1e-5)
    errors, sigmas = [], []
    for seed in range(200):
        found = estimator("bounded_least_squares").estimate(decay(seed=seed))
        errors.append(found.scaled - found.space.to_scale(np.array([2.0, 10.0])))
        sigmas.append(np.sqrt(np.diag(found.covariance)))
    ratio = np.sqrt(np.mean((np.array(errors) / np.array(sigmas)) ** 2))
    assert ratio == pytest.approx(1, abs=0.1)
