"""Split conformal intervals: one radius from residuals that the fit has not seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.calibration.intervals.quantile import finite_sample_quantile
from twin.calibration.window import Floats


@dataclass(frozen=True)
class SplitConformal:
    """Intervals of a radius, in the output's unit, or in sigma where predictions come with one."""

    level: float
    radius: float
    count: int

    def interval(self, predictions: Floats, sigmas: Floats | None = None) -> tuple[Floats, Floats]:
        """Return lower and upper ends [n]."""
        width = np.full(predictions.shape, self.radius) if sigmas is None else self.radius * sigmas
        return predictions - width, predictions + width


def split_conformal(
    residuals: Floats, level: float, sigmas: Floats | None = None
) -> SplitConformal:
    """Learn the radius from residuals [n] of held-out samples; NaN are left out.

    Raises:
        ScoresTooFew: there are too few for this level.
    """
    scores = np.abs(residuals if sigmas is None else residuals / sigmas)
    scores = scores[np.isfinite(scores)]
    return SplitConformal(level, finite_sample_quantile(scores, level), int(scores.size))
