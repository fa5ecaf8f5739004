"""Bounded least squares by re-simulation of whole runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from twin.calibration.estimate import Estimate, summaries
from twin.calibration.estimator import Approach, Estimator
from twin.calibration.identifiability import identifiability
from twin.calibration.problem import CalibrationProblem
from twin.calibration.window import Floats

SOFT_L1_VARIANCE = 1.07903
"""What robustness costs where noise is normal: E[ψ²] / E[ψ']² of soft-L1's ψ(z) = z / √(1 + z²).

Source: Huber and Ronchetti, Robust Statistics, 2nd ed. 2009, section 3.2.
"""


@dataclass
class _Fit:
    """The residuals in units of prior sigma about the start, counted; prior rows come last."""

    problem: CalibrationProblem
    evaluations: int = 0

    def __post_init__(self) -> None:
        space = self.problem.space
        self.start = space.initial
        self.sigmas = space.sigmas
        self.lower = (space.lower - self.start) / self.sigmas
        self.upper = (space.upper - self.start) / self.sigmas
        self.whitening = space.prior_whitening * self.sigmas
        self.seen: tuple[Floats, Floats] | None = None

    def scaled(self, offsets: Floats) -> Floats:
        return self.start + offsets * self.sigmas

    def residuals(self, offsets: Floats) -> Floats:
        """Return the residuals; those of the last point are kept, for the Jacobian begins there."""
        if self.seen is not None and np.array_equal(self.seen[0], offsets):
            return self.seen[1]
        found = self._simulated(offsets)
        self.seen = offsets.copy(), found
        return found

    def _simulated(self, offsets: Floats) -> Floats:
        self.evaluations += len(self.problem.runs)
        data = self.problem.residuals(self.scaled(offsets))
        return np.concatenate([data, self.whitening @ offsets])

    def jacobian(self, offsets: Floats) -> Floats:
        here = self.residuals(offsets)
        columns = []
        for index in range(offsets.size):
            step = self.problem.effort.difference_step
            if offsets[index] + step > self.upper[index]:
                step = -step
            moved = offsets.copy()
            moved[index] += step
            there = self._simulated(moved)
            self.problem.require_finite(there, self.scaled(moved))
            columns.append((there - here) / step)
        return np.array(columns).T


def estimate(problem: CalibrationProblem) -> Estimate:
    """Fit all runs at once, robustly (soft-L1), within the bounds.

    The covariance takes the larger of the stated noise and what the residuals show, so that a model
    that does not fit claims no more than it should, and what the robust loss costs. What the data
    do not determine is told by `identifiability`, judged without the prior.

    Raises:
        ProblemIncomplete: there is no simulator.
        Diverged: the model gave no number at the start, beside a step, or at the end.
    """
    fit = _Fit(problem)
    begin = np.clip(np.zeros(fit.start.size), fit.lower, fit.upper)
    first = fit.residuals(begin)
    problem.require_finite(first, fit.start)
    found = least_squares(
        fit.residuals,
        begin,
        jac=fit.jacobian,
        bounds=(fit.lower, fit.upper),
        loss="soft_l1",
        max_nfev=problem.effort.maximum_iterations,
        xtol=1e-10,
        ftol=1e-10,
        gtol=1e-10,
    )
    offsets = np.asarray(found.x, dtype=np.float64)
    scaled = fit.scaled(offsets)
    rows = first.size - len(fit.whitening)
    last = fit.residuals(offsets)[:rows]
    problem.require_finite(last, scaled)
    jacobian = fit.jacobian(offsets)[:rows]
    information = jacobian.T @ jacobian
    misfit = SOFT_L1_VARIANCE * max(1.0, float(last @ last) / max(rows - offsets.size, 1))
    prior = problem.space.prior_covariance / np.outer(fit.sigmas, fit.sigmas)
    posterior = np.linalg.inv(information / misfit + np.linalg.inv(prior))
    return Estimate(
        method=ESTIMATOR.name,
        space=problem.space,
        scaled=scaled,
        covariance=posterior * np.outer(fit.sigmas, fit.sigmas),
        identifiability=identifiability(
            information / misfit, problem.space.names, problem.space.at_bounds(scaled)
        ),
        residuals=tuple(
            summary
            for run in problem.runs
            for summary in summaries(run.name, problem.simulate(scaled, run) - run.window.outputs)
        ),
        diagnostics={
            "cost": float(found.cost),
            "reduced_chi_square": float(last @ last) / max(rows - offsets.size, 1),
            "has_converged": float(found.status > 0),
            "iterations": float(found.njev or 0),
        },
        evaluations=fit.evaluations,
        seed=problem.seed,
    )


ESTIMATOR = Estimator(
    name="bounded_least_squares",
    title="Bounded robust least squares by re-simulation",
    source="Branch, Coleman and Li 1999 (trust region reflective), as in SciPy",
    approach=Approach.RESIMULATION,
    estimate=estimate,
)
