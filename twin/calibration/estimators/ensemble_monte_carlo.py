"""The posterior of parameters by ensemble Markov chain Monte Carlo over re-simulated runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.calibration.affine_invariant import sample
from twin.calibration.estimate import Estimate, residual_summaries
from twin.calibration.estimator import Approach, Estimator
from twin.calibration.identifiability import identifiability, information_gained
from twin.calibration.problem import CalibrationProblem
from twin.calibration.window import Floats


@dataclass
class _Posterior:
    """Log posterior of points [n, k] on the estimation scale; runs simulated are counted."""

    problem: CalibrationProblem
    evaluations: int = 0

    def __post_init__(self) -> None:
        space = self.problem.space
        self.whitening = space.prior_whitening
        self.start, self.lower, self.upper = space.initial, space.lower, space.upper

    def __call__(self, points: Floats) -> Floats:
        return np.array([self._one(point) for point in points])

    def _one(self, scaled: Floats) -> float:
        if (scaled < self.lower).any() or (scaled > self.upper).any():
            return -np.inf
        self.evaluations += len(self.problem.runs)
        residuals = self.problem.residuals(scaled)
        if not np.isfinite(residuals).all():
            return -np.inf
        prior = self.whitening @ (scaled - self.start)
        return float(-0.5 * (residuals @ residuals + prior @ prior))


def estimate(problem: CalibrationProblem) -> Estimate:
    """Sample the posterior; mean and covariance are those of the chain after its burn-in.

    `diagnostics` tell acceptance, the slowest autocorrelation time and whether the chain is long
    enough for its figures to be trusted.

    Raises:
        ProblemIncomplete: there is no simulator, or there are too few walkers.
        Diverged: the model gave no number at the start.
    """
    posterior = _Posterior(problem)
    problem.require_finite(problem.residuals(posterior.start), posterior.start)
    generator = np.random.default_rng(problem.seed)
    effort = problem.effort
    ball = (
        0.02
        * problem.space.sigmas
        * generator.standard_normal((effort.walkers, posterior.start.size))
    )
    width = 1e-3 * (posterior.upper - posterior.lower)
    begin = np.clip(posterior.start + ball, posterior.lower + width, posterior.upper - width)
    burnt = sample(posterior, begin, effort.burn_in, generator)
    chain = sample(posterior, burnt.samples[-1], effort.steps, generator)
    scaled = chain.flat.mean(axis=0)
    covariance = np.atleast_2d(np.cov(chain.flat, rowvar=False))
    space = problem.space
    gained = information_gained(covariance, space.prior_covariance, space.sigmas)
    return Estimate(
        method=ESTIMATOR.name,
        space=space,
        scaled=scaled,
        covariance=covariance,
        identifiability=identifiability(gained, space.names, space.at_bounds(scaled)),
        residuals=residual_summaries(problem, scaled),
        diagnostics={
            "acceptance": chain.acceptance,
            "autocorrelation_time": float(chain.autocorrelation_times.max()),
            "has_enough_samples": float(chain.has_enough_samples),
        },
        evaluations=posterior.evaluations,
        seed=problem.seed,
    )


ESTIMATOR = Estimator(
    name="ensemble_monte_carlo",
    title="Affine-invariant ensemble Monte Carlo of the posterior",
    source="Goodman and Weare 2010",
    approach=Approach.RESIMULATION,
    estimate=estimate,
)
