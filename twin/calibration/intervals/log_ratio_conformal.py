"""Intervals of positive quantities, such as a remaining life, by bins of what is predicted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.calibration.errors import ScoresTooFew
from twin.calibration.intervals.quantile import finite_sample_quantile
from twin.calibration.window import Floats


@dataclass(frozen=True, eq=False)
class LogRatioConformal:
    """Corrections ln(true / predicted) by bin: `centres`, `lowers`, `uppers` [b], `edges` [b - 1].

    A prediction falls into one bin, whose median ratio corrects the prediction itself.
    """

    level: float
    edges: Floats
    lowers: Floats
    centres: Floats
    uppers: Floats

    def correct(self, predictions: Floats) -> tuple[Floats, Floats, Floats]:
        """Return lower ends, corrected predictions and upper ends [n]."""
        bins = np.searchsorted(self.edges, predictions, side="right")
        return (
            predictions * np.exp(self.lowers[bins]),
            predictions * np.exp(self.centres[bins]),
            predictions * np.exp(self.uppers[bins]),
        )


def log_ratio_conformal(
    predictions: Floats, truths: Floats, level: float, bins: int = 5
) -> LogRatioConformal:
    """Learn the corrections from positive pairs [n], in bins of equal numbers.

    Each tail has a quantile of its own, so that a bias does not widen both sides.

    Raises:
        ScoresTooFew: a bin has too few pairs for the level's tail, or a pair is not positive.
    """
    if not ((predictions > 0).all() and (truths > 0).all()):
        raise ScoresTooFew("ratios need positive values", expected="positive pairs")
    ratios = np.log(truths / predictions)
    edges = np.unique(np.quantile(predictions, np.linspace(0, 1, bins + 1)[1:-1]))
    members = np.searchsorted(edges, predictions, side="right")
    tail = (1 + level) / 2
    groups = [ratios[members == index] for index in range(edges.size + 1)]
    return LogRatioConformal(
        level,
        edges,
        np.array([-finite_sample_quantile(-group, tail) for group in groups]),
        np.array([float(np.median(group)) for group in groups]),
        np.array([finite_sample_quantile(group, tail) for group in groups]),
    )
