"""Whether a filter's errors are as large as it claims: NIS and NEES.

Bar-Shalom, Li and Kirubarajan, Estimation with Applications to Tracking and Navigation, 2001, 5.4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from twin.calibration.filtering import Trace
from twin.calibration.window import Floats


@dataclass(frozen=True)
class Consistency:
    """The mean normalised square per degree of freedom, and the χ² band it should be within."""

    mean: float
    lower: float
    upper: float
    degrees: float

    @property
    def is_within(self) -> bool:
        """Tell whether the figure is within its band."""
        return self.lower <= self.mean <= self.upper

    @property
    def is_drifting(self) -> bool:
        """Tell whether errors are larger than claimed: the model no longer follows its asset."""
        return self.mean > self.upper


def consistency(squares: Floats, degrees: Floats, level: float = 0.95) -> Consistency:
    """Judge normalised squares [n] of independent errors with their degrees of freedom [n]."""
    total = float(degrees.sum())
    if total == 0:
        return Consistency(float("nan"), 0.0, float("inf"), 0.0)
    tail = (1 - level) / 2
    lower, upper = (float(chi2.ppf(p, total)) / total for p in (tail, 1 - tail))
    return Consistency(float(squares.sum()) / total, lower, upper, total)


def windowed_consistency(trace: Trace, size: int, level: float = 0.95) -> tuple[Consistency, ...]:
    """Judge the NIS of each whole window of `size` samples, in order."""
    return tuple(
        consistency(
            trace.normalised_squares[row : row + size], trace.degrees[row : row + size], level
        )
        for row in range(0, len(trace.degrees) - size + 1, size)
    )


def normalised_estimation_errors(errors: Floats, covariances: Floats) -> Floats:
    """Return the NEES [n] of errors [n, k] under their claimed covariances [n, k, k]."""
    solved = np.linalg.solve(covariances, errors[..., None])[..., 0]
    return np.asarray(np.einsum("ij,ij->i", errors, solved), dtype=np.float64)
