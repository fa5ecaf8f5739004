"""GetInterpolatedAssetPropertyValues: values at regular times, between those that are there.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_GetInterpolatedAssetPropertyValues.html
The first value is one interval after the start. Linear: on the line between the last value before
and the first one after; without one of them, or with a null or NaN, there is none. Last observation
carried forward: the last value up to then, looked for from one interval before the start on.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.ranges import camel, limit_of, named, place_of, token_of
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import NANOSECONDS, Json, time_in_nanos, variant
from twin_local.services.iotsitewise.store import Point, Store, Value
from twin_local.services.iotsitewise.streams import Streams

LINEAR, LOCF = "LINEAR_INTERPOLATION", "LOCF_INTERPOLATION"
PAGE = 10
OLDEST_NS = 28 * 86_400 * NANOSECONDS


@dataclass(frozen=True)
class Grid:
    """The times that are asked for, `start + n * interval` with n from 1, up to the end."""

    start_ns: int
    end_ns: int
    interval_ns: int
    window_ns: int | None

    def time(self, number: int) -> int:
        """Return a time of the grid."""
        return self.start_ns + number * self.interval_ns

    def around(self, moment: int) -> tuple[int, int]:
        """Return from when until when the values are that tell about a time, both inclusive."""
        if self.window_ns is None:
            return self.start_ns - self.interval_ns, self.end_ns + self.interval_ns
        return moment - self.window_ns, moment + self.window_ns


class Interpolation:
    """Interpolates from the store."""

    def __init__(self, *, streams: Streams, store: Store, now: Callable[[], float]) -> None:
        self._streams, self._store, self._now = streams, store, now

    def operations(self) -> Operations:
        """Return the operation that interpolates."""
        return {"GetInterpolatedAssetPropertyValues": self.interpolated}

    def interpolated(self, request: Json) -> Json:
        """Return one page of values; times that have none are left out."""
        query = camel(request)
        series = self._streams.find(named(request))
        linear = _is_linear(query, series)
        grid = self._grid(query)
        limit = limit_of(query, PAGE, PAGE)
        place = place_of(query, ("number", int)) or {"number": 1}
        number, results = int(place["number"]), list[Json]()
        data_type = "DOUBLE" if linear else series.data_type
        points = self._points(series, query, grid, grid.time(number))
        while grid.time(number) <= grid.end_ns:
            if len(results) == limit:
                return {
                    "interpolatedAssetPropertyValues": results,
                    "nextToken": token_of({"number": number}),
                }
            found = _at(points, grid, grid.time(number), linear=linear)
            if found is not None:
                stamp = time_in_nanos(grid.time(number))
                results.append({"timestamp": stamp, "value": variant(found.value, data_type)})
            number += 1
        return {"interpolatedAssetPropertyValues": results}

    def _grid(self, query: Json) -> Grid:
        start = _time(query, "start")
        end = _time(query, "end")
        if start >= end:
            raise InvalidRequestException("the start is not before the end")
        if start < self._now() * NANOSECONDS - OLDEST_NS:
            raise InvalidRequestException("the start is more than 28 days back")
        window = query.get("intervalWindowInSeconds")
        return Grid(
            start,
            end,
            int(query["intervalInSeconds"]) * NANOSECONDS,
            None if window is None else int(window) * NANOSECONDS,
        )

    def _points(self, series: Series, query: Json, grid: Grid, first: int) -> list[Point]:
        oldest = min(grid.around(first)[0], grid.start_ns - grid.interval_ns)
        newest = max(grid.around(grid.end_ns)[1], grid.end_ns + grid.interval_ns)
        return self._store.points(
            series.key, after_ns=oldest - 1, until_ns=newest, quality=query["quality"]
        )


def _is_linear(query: Json, series: Series) -> bool:
    kind = query["type"]
    if kind not in (LINEAR, LOCF):
        raise InvalidRequestException(f"the type is {LINEAR} or {LOCF}, found {kind}")
    if kind == LOCF and query.get("intervalWindowInSeconds") is not None:
        raise InvalidRequestException(f"intervalWindowInSeconds is for {LINEAR} only")
    if kind == LINEAR and series.data_type not in ("DOUBLE", "INTEGER"):
        raise InvalidRequestException(f"{series.name} is {series.data_type}: only {LOCF} applies")
    return bool(kind == LINEAR)


def _at(points: Sequence[Point], grid: Grid, moment: int, *, linear: bool) -> Point | None:
    index = bisect.bisect_right(points, moment, key=lambda point: point.time_ns)
    before = points[index - 1] if index else None
    if before is None or not linear or before.time_ns == moment:
        return before
    first, last = grid.around(moment)
    after = points[index] if index < len(points) else None
    if after is None or before.time_ns < first or after.time_ns > last:
        return None
    low, high = _number(before.value), _number(after.value)
    if low is None or high is None:
        return None
    share = (moment - before.time_ns) / (after.time_ns - before.time_ns)
    return Point(moment, before.quality, low + (high - low) * share)


def _number(value: Value) -> float | None:
    if isinstance(value, int | float) and not math.isnan(value):
        return float(value)
    return None


def _time(query: Json, side: str) -> int:
    nanoseconds = int(query.get(f"{side}TimeOffsetInNanos") or 0)
    return int(query[f"{side}TimeInSeconds"]) * NANOSECONDS + nanoseconds
