"""The residuals of a problem as an optimiser moves: in prior sigma about the start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.calibration.problem import CalibrationProblem
from twin.calibration.window import Floats


@dataclass
class OffsetResiduals:
    """Weighted residuals [r + k] of offsets [k] in prior sigma; the prior's rows come last.

    `evaluations` counts the simulated runs.
    """

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
        """Return the parameters [k] on the estimation scale."""
        return self.start + offsets * self.sigmas

    def residuals(self, offsets: Floats) -> Floats:
        """Return the residuals; those of the last point are kept, for the Jacobian begins there."""
        if self.seen is not None and np.array_equal(self.seen[0], offsets):
            return self.seen[1]
        found = self._simulated(offsets)
        self.seen = offsets.copy(), found
        return found

    def jacobian(self, offsets: Floats) -> Floats:
        """Return the Jacobian [r + k, k] by differences, away from a bound that is near.

        Raises:
            Diverged: the model gave no number beside a step.
        """
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

    def of_data(self, rows: Floats) -> Floats:
        """Return residuals, or rows of the Jacobian, without those of the prior."""
        return rows[: len(rows) - len(self.whitening)]

    def _simulated(self, offsets: Floats) -> Floats:
        self.evaluations += len(self.problem.runs)
        data = self.problem.residuals(self.scaled(offsets))
        return np.concatenate([data, self.whitening @ offsets])
