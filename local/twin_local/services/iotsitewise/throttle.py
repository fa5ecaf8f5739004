"""Rates of operations and of values: one token bucket per group of operations.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/quotas.html. A bucket holds the tokens of
one second, so that short bursts pass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twin_local.services.iotsitewise.exceptions import ThrottlingException
from twin_local.services.iotsitewise.quotas import quotas
from twin_local.services.settings import SETTINGS


@dataclass
class TokenBucket:
    """Tokens that come back at a rate per second."""

    tokens: float
    filled_at: float

    def take(self, rate: float, now: float, count: int = 1) -> bool:
        """Take tokens; False, and none is taken, where there are not enough."""
        passed = max(0.0, now - self.filled_at)
        self.tokens = min(rate, self.tokens + passed * rate)
        self.filled_at = now
        if self.tokens < count:
            return False
        self.tokens -= count
        return True


class Throttle:
    """Refuses operations above their rates, where the settings want that."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._buckets: dict[str, TokenBucket] = {}

    def check(self, operation: str) -> None:
        """Count one call.

        Raises:
            ThrottlingException: its group of operations is above its rate.
        """
        name = rate_of(operation)
        if not SETTINGS.throttles or name is None:
            return
        rate = float(getattr(quotas(), name))
        bucket = self._buckets.setdefault(name, TokenBucket(rate, self._now()))
        if not bucket.take(rate, self._now()):
            raise ThrottlingException(f"{operation}: more than {rate:g} requests per second")


def rate_of(operation: str) -> str | None:
    """Return the quota that limits an operation's rate, if one does."""
    if "Interpolated" in operation:
        return "interpolation_requests_per_second"
    if "PropertyValue" in operation or "Aggregates" in operation:
        return "data_requests_per_second"
    if "TimeSeries" in operation:
        return "time_series_operations_per_second"
    if any(part in operation for part in ("AssetModel", "Interface", "Composition")):
        return "model_operations_per_second"
    return "asset_operations_per_second" if "Asset" in operation else None
