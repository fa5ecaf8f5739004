"""Whether the asset has left its model: the last residuals against those before them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, pvariance

from twin.simulation.trust.tally import Judged

RECENT = 20
EARLIER = 40
"""Fewer predictions than these say nothing of a change."""

LARGEST_SIGMAS = 4.0
"""A mean that moves further than this is by chance once in 16,000 predictions."""

LEAST_CHANCE = 1e-3
"""A burst of misses that is rarer than this is not by chance."""


def is_drifting(judged: Sequence[Judged], level: float) -> bool:
    """Tell whether the last predictions, oldest first, are unlike those before.

    Either their intervals of `level` missed more often than chance allows, although they adapt; or
    the mean residual has moved, judged by the spread and the memory of the residuals before.
    """
    recent, earlier = judged[-RECENT:], judged[:-RECENT]
    if len(earlier) < EARLIER:
        return False
    misses = sum(not one.held for one in recent)
    if _chance_of(misses, len(recent), 1 - level) < LEAST_CHANCE:
        return True
    return _has_moved([one.residual for one in recent], [one.residual for one in earlier])


def _chance_of(misses: int, count: int, rate: float) -> float:
    """Return the probability of at least so many misses (binomial)."""
    return math.fsum(
        math.comb(count, number) * rate**number * (1 - rate) ** (count - number)
        for number in range(misses, count + 1)
    )


def _has_moved(recent: Sequence[float], earlier: Sequence[float]) -> bool:
    mean = fmean(earlier)
    variance, shift = pvariance(earlier, mean), abs(fmean(recent) - mean)
    if not variance:
        return shift > 0
    together = sum((one - mean) * (following - mean) for one, following in pairwise(earlier))
    memory = min(max(together / (len(earlier) * variance), 0.0), 0.99)
    inflation = (1 + memory) / (1 - memory)
    sigma = math.sqrt(variance * inflation * (1 / len(recent) + 1 / len(earlier)))
    return shift > LARGEST_SIGMAS * sigma
