"""Bounded least squares by re-simulation of whole runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import OptimizeResult, least_squares

from twin.calibration.estimate import Estimate, residual_summaries
from twin.calibration.estimator import Approach, Estimator
from twin.calibration.identifiability import identifiability
from twin.calibration.offset_residuals import OffsetResiduals
from twin.calibration.parameters import ParameterSpace
from twin.calibration.problem import CalibrationProblem
from twin.calibration.window import Floats

SOFT_L1_VARIANCE = 1.07903
"""What robustness costs where noise is normal: E[ψ²] / E[ψ']² of soft-L1's ψ(z) = z / √(1 + z²).

Source: Huber and Ronchetti, Robust Statistics, 2nd ed. 2009, section 3.2.
"""

TOLERANCE = 1e-10
"""Of parameters, cost and gradient: beyond it a step changes nothing."""


@dataclass(frozen=True, eq=False)
class _Evidence:
    """What the data say at a point: information [k, k] in units of prior sigma, and their misfit.

    `reduced_chi_square` is the square of the residuals per degree of freedom.
    """

    information: Floats
    reduced_chi_square: float


def estimate(problem: CalibrationProblem) -> Estimate:
    """Fit all runs at once, robustly (soft-L1), within the bounds.

    The covariance takes the larger of the stated noise and what the residuals show, so that a model
    that does not fit claims no more than it should, and what the robust loss costs. What the data
    do not determine is told by `identifiability`, judged without the prior.

    Raises:
        ProblemIncomplete: there is no simulator.
        Diverged: the model gave no number at the start, beside a step, or at the end.
    """
    fit = OffsetResiduals(problem)
    found = _best(fit)
    offsets = np.asarray(found.x, dtype=np.float64)
    evidence = _evidence(fit, offsets)
    space, scaled = problem.space, fit.scaled(offsets)
    return Estimate(
        method=ESTIMATOR.name,
        space=space,
        scaled=scaled,
        covariance=_covariance(space, evidence.information),
        identifiability=identifiability(evidence.information, space.names, space.at_bounds(scaled)),
        residuals=residual_summaries(problem, scaled),
        diagnostics={
            "cost": float(found.cost),
            "reduced_chi_square": evidence.reduced_chi_square,
            "has_converged": float(found.status > 0),
            "iterations": float(found.njev or 0),
        },
        evaluations=fit.evaluations,
        seed=problem.seed,
    )


def _best(fit: OffsetResiduals) -> OptimizeResult:
    """Search from the start, or from the bound that it lies beyond."""
    begin = np.clip(np.zeros(fit.start.size), fit.lower, fit.upper)
    fit.problem.require_finite(fit.residuals(begin), fit.start)
    return least_squares(
        fit.residuals,
        begin,
        jac=fit.jacobian,
        bounds=(fit.lower, fit.upper),
        loss="soft_l1",
        max_nfev=fit.problem.effort.maximum_iterations,
        xtol=TOLERANCE,
        ftol=TOLERANCE,
        gtol=TOLERANCE,
    )


def _evidence(fit: OffsetResiduals, offsets: Floats) -> _Evidence:
    """Return the information of the data alone, less what the misfit and the loss take of it."""
    residuals = fit.of_data(fit.residuals(offsets))
    fit.problem.require_finite(residuals, fit.scaled(offsets))
    jacobian = fit.of_data(fit.jacobian(offsets))
    reduced = float(residuals @ residuals) / max(residuals.size - offsets.size, 1)
    return _Evidence(jacobian.T @ jacobian / (SOFT_L1_VARIANCE * max(1.0, reduced)), reduced)


def _covariance(space: ParameterSpace, information: Floats) -> Floats:
    """Return the covariance [k, k] by what was known before and what the data say."""
    units = np.outer(space.sigmas, space.sigmas)
    prior = space.prior_covariance / units
    return np.asarray(np.linalg.inv(information + np.linalg.inv(prior)) * units, dtype=np.float64)


ESTIMATOR = Estimator(
    name="bounded_least_squares",
    title="Bounded robust least squares by re-simulation",
    source="Branch, Coleman and Li 1999 (trust region reflective), as in SciPy",
    approach=Approach.RESIMULATION,
    estimate=estimate,
)
