"""Rates of what is written: values of the account, entries of a property.

They count by the clock, as the rates of operations do, and like them apply where the settings want
that: a laptop delivers what a plant has kept back much faster than a plant's line does.
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/quotas.html
"""

from __future__ import annotations

from collections.abc import Callable

from twin_local.services.iotsitewise.exceptions import ThrottlingException
from twin_local.services.iotsitewise.quotas import quotas
from twin_local.services.iotsitewise.throttle import TokenBucket
from twin_local.services.settings import SETTINGS

ACCOUNT = ""
"""The bucket of all values; the others are those of time series."""


class ValueRates:
    """Token buckets of the account and of each time series."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._buckets: dict[str, TokenBucket] = {}

    def check_values(self, count: int) -> None:
        """Count values.

        Raises:
            ThrottlingException: the account is above its rate.
        """
        if not self._take(ACCOUNT, quotas().values_per_second, count):
            raise ThrottlingException(f"more than {quotas().values_per_second} values per second")

    def check_entry(self, series: str) -> None:
        """Count an entry of a time series.

        Raises:
            ThrottlingException: the time series is above its rate.
        """
        rate = quotas().entries_per_property_per_second
        if not self._take(series, rate, 1):
            raise ThrottlingException(f"more than {rate} entries of a property per second")

    def _take(self, name: str, rate: int, count: int) -> bool:
        if not SETTINGS.throttles:
            return True
        now = self._now()
        bucket = self._buckets.setdefault(name, TokenBucket(float(rate), now))
        return bucket.take(float(rate), now, count)
