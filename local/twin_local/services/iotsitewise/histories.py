"""The values that formulas use, read from the store once for many results."""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import cached_property

from twin.formula.inputs import Sample
from twin.formula.values import Value
from twin_local.services.iotsitewise.points.chunk_table import FOREVER_NS
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import NANOSECONDS
from twin_local.services.iotsitewise.store import Store
from twin_local.services.iotsitewise.store import Value as Stored

GOOD = "GOOD"
"""The only quality that feeds computations, and the one of their results."""


class History:
    """The GOOD values of a series with `first_ns <= time <= last_ns`, and the last one before."""

    def __init__(self, store: Store, series: Series, first_ns: int, last_ns: int) -> None:
        self._store, self._key, self._first_ns = store, series.key, first_ns
        found = store.columns(series.key, GOOD, after_ns=first_ns - 1, until_ns=last_ns)
        self._times: list[int] = found.times.tolist()
        self._seconds: list[float] = (found.times / NANOSECONDS).tolist()
        self._values: list[Value] = (
            [*map(_computable, found.values.tolist())]
            if found.values.dtype == object
            else found.values.astype(float).tolist()
        )

    def until(self, time_ns: int) -> Sample | None:
        """Return the newest value at or before a time, None if there is none."""
        count = bisect_right(self._times, time_ns)
        if not count:
            return self._earlier
        return Sample(self._seconds[count - 1], self._values[count - 1])

    def between(self, after_ns: int, until_ns: int) -> list[tuple[float, Value]]:
        """Return times in seconds and values with `after_ns < time <= until_ns`, in order."""
        start, end = bisect_right(self._times, after_ns), bisect_right(self._times, until_ns)
        return [*zip(self._seconds[start:end], self._values[start:end], strict=True)]

    def is_empty(self, after_ns: int, until_ns: int) -> bool:
        """Tell whether there is no value with `after_ns < time <= until_ns`."""
        return bisect_right(self._times, after_ns) == bisect_right(self._times, until_ns)

    @cached_property
    def _earlier(self) -> Sample | None:
        return newest(self._store, self._key, self._first_ns - 1)


def newest(store: Store, key: str, until_ns: int) -> Sample | None:
    """Return the newest GOOD value of a series at or before a time, None if there is none."""
    point = store.latest(key, until_ns=until_ns, quality=GOOD)
    return point and Sample(point.time_ns / NANOSECONDS, _computable(point.value))


def attribute(store: Store, series: Series) -> Sample | None:
    """Return the value of an attribute: the latest one, else the default, which is as old."""
    found = newest(store, series.key, FOREVER_NS)
    if found is None and series.default_value is not None:
        return Sample(series.created_at, _default(series.default_value, series.data_type))
    return found


def _computable(value: Stored) -> Value:
    """Return a value as formulas see it; a GOOD one is never null."""
    return value if isinstance(value, str) else math.nan if value is None else float(value)


def _default(text: str, data_type: str) -> Value:
    if data_type == "BOOLEAN":
        return float(text.lower() == "true")
    return text if data_type in ("STRING", "STRUCT") else float(text)
