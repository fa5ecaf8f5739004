"""The automatic aggregates: statistics of windows that have ended, stamped with their end.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/aggregates.html. Of what is no number
(text, Booleans) there is only the count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.ranges import member
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import NANOSECONDS, Json
from twin_local.services.iotsitewise.store import Statistics

AUTOMATIC = {
    name: seconds * NANOSECONDS
    for name, seconds in {"1m": 60, "15m": 900, "1h": 3_600, "1d": 86_400}.items()
}
"""Nanoseconds of each resolution."""
NUMERIC = ("DOUBLE", "INTEGER")
OF_NUMBERS: dict[str, Callable[[Statistics], float]] = {
    "AVERAGE": lambda one: one.average,
    "SUM": lambda one: one.total,
    "MINIMUM": lambda one: one.minimum,
    "MAXIMUM": lambda one: one.maximum,
    "STANDARD_DEVIATION": lambda one: one.standard_deviation,
}


def aggregated_values(
    series: Series, windows: Sequence[tuple[int, Statistics]], types: Sequence[str], quality: str
) -> list[tuple[int, Json]]:
    """Return the end and the `AggregatedValue` of windows that have one of the types.

    Raises:
        InvalidRequestException: the series is not numeric and more than its count is asked for.
    """
    if series.data_type not in NUMERIC and set(types) != {"COUNT"}:
        raise InvalidRequestException(f"{series.name} is {series.data_type}: only COUNT applies")
    return [
        (end, {"timestamp": end / NANOSECONDS, "quality": quality, "value": value})
        for end, known in windows
        if (value := _value(known, types))
    ]


def _value(known: Statistics, types: Sequence[str]) -> Json:
    """Return what is asked for; a window without a number has a count only."""
    value: Json = {}
    for kind in types:
        if kind == "COUNT":
            value["count"] = float(known.count)
        elif known.numbers:
            value[member(kind)] = OF_NUMBERS[kind](known)
    return value
