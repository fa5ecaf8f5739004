"""Adaptive conformal intervals, which keep their coverage while the asset changes."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from twin.calibration.errors import ScoresTooFew
from twin.calibration.intervals.quantile import finite_sample_quantile
from twin.calibration.window import Floats


@dataclass
class AdaptiveConformal:
    """Widen after a miss, narrow after a hit: alpha ← alpha + gamma·(1 - level - miss).

    `rate` is gamma; the radius is a quantile of the last `memory` absolute residuals. The long-run
    coverage is `level` up to (1 + gamma)/(gamma·n), whatever the data do.

    Source: Gibbs and Candès, "Adaptive conformal inference under distribution shift", 2021.
    """

    level: float
    rate: float = 0.02
    memory: int = 500
    miss_rate: float = field(init=False)
    scores: deque[float] = field(init=False)

    def __post_init__(self) -> None:
        self.miss_rate = 1 - self.level
        self.scores = deque(maxlen=self.memory)

    def begin(self, residuals: Floats) -> None:
        """Take residuals [n] of the past as the first scores."""
        self.scores.extend(np.abs(residuals[np.isfinite(residuals)]).tolist())

    @property
    def radius(self) -> float:
        """Return the radius for the next prediction; infinite where nothing less is honest."""
        if self.miss_rate >= 1:
            return 0.0
        try:
            level = min(1 - self.miss_rate, 1.0)
            return finite_sample_quantile(np.array(self.scores), level)
        except ScoresTooFew:
            return float("inf")

    def observe(self, residual: float) -> bool:
        """Learn what the last prediction missed by; tell whether its interval covered it."""
        is_covered = abs(residual) <= self.radius
        self.miss_rate += self.rate * (1 - self.level - (0.0 if is_covered else 1.0))
        self.scores.append(abs(residual))
        return is_covered
