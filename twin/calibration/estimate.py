"""What every estimator answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from twin.calibration.identifiability import Identifiability
from twin.calibration.parameters import ParameterSpace
from twin.calibration.problem import CalibrationProblem
from twin.calibration.window import Floats


@dataclass(frozen=True)
class ResidualSummary:
    """Residuals of one output in one run, in the output's unit."""

    run: str
    output: int
    root_mean_square: float
    mean: float
    count: int


@dataclass(frozen=True, eq=False)
class Estimate:
    """Parameters with their covariance.

    `scaled` [k] and `covariance` [k, k] are on the estimation scale (natural logarithms where the
    parameter says so); `values` and `sigmas` are in the parameters' units. Residuals are those of
    whole simulations, or the innovations of a filter. `evaluations` counts simulated runs, or
    propagated states.
    """

    method: str
    space: ParameterSpace
    scaled: Floats
    covariance: Floats
    identifiability: Identifiability
    residuals: tuple[ResidualSummary, ...]
    diagnostics: Mapping[str, float]
    evaluations: int
    seed: int

    @property
    def values(self) -> Floats:
        """Return the parameters [k] in their units."""
        return self.space.from_scale(self.scaled)

    @property
    def sigmas(self) -> Floats:
        """Return the standard deviations [k] in the parameters' units, to first order."""
        deviations = np.sqrt(np.diag(self.covariance))
        logs = np.array([parameter.is_log_scale for parameter in self.space.parameters])
        return np.where(logs, deviations * self.values, deviations)

    def by_name(self) -> dict[str, float]:
        """Return the parameters in their units, by name."""
        return dict(zip(self.space.names, map(float, self.values), strict=True))


def summaries(run: str, differences: Floats) -> tuple[ResidualSummary, ...]:
    """Summarise differences [n, p] of a run; NaN are samples that were not measured."""
    found = []
    for output, column in enumerate(differences.T):
        known = column[np.isfinite(column)]
        if known.size:
            square = float(np.sqrt(np.mean(known**2)))
            found.append(ResidualSummary(run, output, square, float(np.mean(known)), known.size))
    return tuple(found)


def residual_summaries(problem: CalibrationProblem, scaled: Floats) -> tuple[ResidualSummary, ...]:
    """Simulate every run whole with parameters [k] on their scale, and summarise what is missed.

    Raises:
        ProblemIncomplete: there is no simulator.
    """
    return tuple(
        summary
        for run in problem.runs
        for summary in summaries(run.name, problem.simulate(scaled, run) - run.window.outputs)
    )
