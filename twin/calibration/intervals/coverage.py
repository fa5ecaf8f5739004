"""How often intervals covered the truth, and how sure that figure is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

from twin.calibration.autocorrelation import autocorrelation_time
from twin.calibration.window import Floats


@dataclass(frozen=True)
class Coverage:
    """`share` of `count` truths covered by intervals of `level`; `lower` to `upper` is its band.

    `effective_count` is how many independent ones that is: neighbours in time miss
    together, and the intervals were learned from a finite number.
    """

    level: float
    share: float
    count: int
    effective_count: float
    lower: float
    upper: float

    @property
    def is_overconfident(self) -> bool:
        """Tell whether the coverage is below its level beyond chance."""
        return self.upper < self.level

    @property
    def is_conservative(self) -> bool:
        """Tell whether the coverage is above its level beyond chance."""
        return self.lower > self.level


def coverage(
    truths: Floats,
    lowers: Floats,
    uppers: Floats,
    level: float,
    learned_from: float = float("inf"),
    confidence: float = 0.95,
) -> Coverage:
    """Measure the coverage over samples [n] in order of time; NaN truths are left out.

    The band is Clopper and Pearson's (1934) exact binomial one for the effective count.
    `learned_from` is how many scores the intervals were learned from: what they cover is itself
    uncertain by as much, so that 1/count and 1/learned_from add.
    """
    known = np.isfinite(truths)
    hits = ((truths >= lowers) & (truths <= uppers))[known].astype(np.float64)
    if not hits.size:
        return Coverage(level, float("nan"), 0, 0.0, 0.0, 1.0)
    has_both = 0 < hits.sum() < hits.size
    count = hits.size / autocorrelation_time(hits) if has_both else float(hits.size)
    count = 1 / (1 / count + 1 / learned_from)
    share = float(hits.mean())
    tail = (1 - confidence) / 2
    covered, missed = share * count, (1 - share) * count
    lower = float(beta.ppf(tail, covered, missed + 1)) if covered > 0 else 0.0
    upper = float(beta.ppf(1 - tail, covered + 1, missed)) if missed > 0 else 1.0
    return Coverage(level, share, int(hits.size), count, lower, upper)
