"""Full-jitter back-off: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Backoff:
    """Delays between 0 and min(`longest`, `first` · 2^attempt) seconds."""

    first_seconds: float = 0.5
    longest_seconds: float = 60.0

    def delay(self, attempt: int, random_source: random.Random) -> float:
        """Return the seconds to wait after the failed attempt number `attempt`, from 0."""
        ceiling = min(self.longest_seconds, self.first_seconds * 2 ** min(attempt, 30))
        return random_source.uniform(0.0, ceiling)
