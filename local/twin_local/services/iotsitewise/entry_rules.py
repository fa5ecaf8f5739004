"""Which values of an entry are acceptable.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_BatchPutAssetPropertyValue.html
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import (
    NANOSECONDS,
    Json,
    stored,
    time_in_nanos,
    time_ns,
)
from twin_local.services.iotsitewise.store import Point, Store, Value

MAXIMUM_VALUES_PER_SECOND = 10
OLDEST_NS = 7 * 24 * 3600 * NANOSECONDS
NEWEST_NS = 10 * 60 * NANOSECONDS

EntryProblem = Json
"""A code, a message and the time stamps it concerns, as the API has them."""


class Policy(Protocol):
    """What the storage configuration says of new values."""

    @property
    def takes_streams(self) -> bool:
        """Whether values are taken by an alias that no property has."""

    @property
    def takes_null_and_nan(self) -> bool:
        """Whether null values and NaN are taken."""


def problem(code: str, message: str, values: Sequence[Json]) -> EntryProblem:
    """Return a problem of some values of an entry."""
    return {
        "errorCode": code,
        "errorMessage": message,
        "timestamps": [value["timestamp"] for value in values],
    }


def checked_values(
    series: Series, values: Sequence[Json], *, store: Store, now: float, policy: Policy
) -> tuple[list[Point], list[EntryProblem]]:
    """Return the points of an entry that are acceptable, and what is wrong with the others."""
    points: list[Point] = []
    problems: list[EntryProblem] = []
    for value in values:
        moment = time_ns(value["timestamp"])
        if not -OLDEST_NS <= moment - round(now * NANOSECONDS) <= NEWEST_NS:
            message = "the time stamp is not within the last 7 days and the next 10 minutes"
            problems.append(problem("TimestampOutOfRangeException", message, [value]))
            continue
        quality = value.get("quality") or "GOOD"
        try:
            found = stored(value["value"], series.data_type, quality)
            _check_missing(found, policy)
        except InvalidRequestException as error:
            problems.append(problem(error.code, error.message, [value]))
            continue
        points.append(Point(moment, quality, found))
    kept, excess = _split(series, points, store)
    if excess:
        message = "more than 10 values of one second and quality"
        stamps = [{"timestamp": time_in_nanos(point.time_ns)} for point in excess]
        problems.append(problem("ThrottlingException", message, stamps))
    return kept, problems


def _check_missing(value: Value, policy: Policy) -> None:
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    if missing and not policy.takes_null_and_nan:
        raise InvalidRequestException("null values and NaN are disallowed in this account")


def _split(
    series: Series, points: Sequence[Point], store: Store
) -> tuple[list[Point], list[Point]]:
    """Divide points into those that a second still takes and those it does not.

    A second of time stamps takes ten values of a quality, with those that are there; a value of a
    time that is there overwrites.
    """
    taken: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    kept: list[Point] = []
    excess: list[Point] = []
    for point in points:
        second = point.time_ns // NANOSECONDS
        if (second, point.quality) not in taken:
            start = second * NANOSECONDS - 1
            there = store.columns(
                series.key, point.quality, after_ns=start, until_ns=start + NANOSECONDS
            )
            taken[second, point.quality] = set(there.times.tolist())
        times = taken[second, point.quality]
        if point.time_ns in times or len(times) < MAXIMUM_VALUES_PER_SECOND:
            times.add(point.time_ns)
            kept.append(point)
        else:
            excess.append(point)
    return kept, excess
