"""How often past intervals held the measured value, and how sure that figure is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

FEWEST = 20
"""Below this a share says too little to be called a coverage."""

SIGMAS = 1.959964
"""Of a band of 95 %."""


@dataclass(frozen=True)
class MeasuredCoverage:
    """`share` of `count` past predictions; `lower` to `upper` is its band of 95 %."""

    share: float
    count: int
    lower: float
    upper: float

    def is_below(self, nominal: float) -> bool:
        """Tell whether it is below its nominal level beyond chance."""
        return self.upper < nominal


def measured_coverage(held: Sequence[bool]) -> MeasuredCoverage | None:
    """Return the coverage of predictions in order of time, or None where they are too few.

    The band is Wilson's score interval (E. B. Wilson, 1927; Brown, Cai and DasGupta, 2001). Its
    count is the number of independent predictions: neighbours in time miss together.
    """
    if len(held) < FEWEST:
        return None
    share = sum(held) / len(held)
    lower, upper = _band(share, _independent(held, share))
    return MeasuredCoverage(share, len(held), lower, upper)


def _band(share: float, count: float) -> tuple[float, float]:
    squared = SIGMAS * SIGMAS
    middle = (share + squared / (2 * count)) / (1 + squared / count)
    spread = share * (1 - share) / count + squared / (4 * count * count)
    half = SIGMAS * math.sqrt(spread) / (1 + squared / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def _independent(held: Sequence[bool], share: float) -> float:
    """Return how many independent predictions these are worth: those of a first-order chain."""
    variance = share * (1 - share)
    if not variance:
        return float(len(held))
    together = sum((one - share) * (following - share) for one, following in pairwise(held))
    correlation = min(max(together / (len(held) * variance), 0.0), 0.99)
    return max(1.0, len(held) * (1 - correlation) / (1 + correlation))
