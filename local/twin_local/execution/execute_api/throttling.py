"""Throttling: a token bucket for each limit.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

MAXIMUM_BUCKETS = 10_000


@dataclass(frozen=True)
class Limit:
    """Requests per second over time, and how many at once."""

    rate: float
    burst: int


@dataclass
class Bucket:
    """What is left of a limit at a moment (monotonic seconds)."""

    tokens: float
    at: float


class Throttle:
    """Counts requests against limits."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[Hashable, Bucket] = {}

    def admit(self, key: Hashable, limit: Limit) -> bool:
        """Take a token of a limit; False when there is none left."""
        now = self._clock()
        with self._lock:
            while len(self._buckets) >= MAXIMUM_BUCKETS:
                self._buckets.pop(next(iter(self._buckets)))
            bucket = self._buckets.setdefault((key, limit), Bucket(float(limit.burst), now))
            gained = (now - bucket.at) * limit.rate
            bucket.tokens, bucket.at = min(bucket.tokens + gained, float(limit.burst)), now
            if bucket.tokens < 1:
                return False
            bucket.tokens -= 1
            return True


def limit_of(rate: object, burst: object) -> Limit | None:
    """Return a limit of settings, None where they set none (negative values switch it off)."""
    if rate is None and burst is None:
        return None
    rate_value = float(str(rate)) if rate is not None else float("inf")
    burst_value = int(float(str(burst))) if burst is not None else max(int(rate_value), 1)
    return None if rate_value < 0 or burst_value < 0 else Limit(rate_value, burst_value)
