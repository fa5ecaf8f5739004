"""Tumbling windows of metrics, and the functions that look into them.

A window excludes its start and includes its end; the result is stamped with the end. Times are UTC
seconds since 1970.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from statistics import fmean, stdev

from twin.formula.errors import FormulaUseError

TEMPORAL = frozenset({"first", "last", "earliest", "latest", "statetime"})
SECONDS = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
SHORTEST, LONGEST = 60, 604_800
FIRST_MONDAY = 4 * 86_400
"""1970-01-05, 00:00 UTC: a window of one week ends at Monday midnight."""

SHORT = re.compile(r"(\d+)([mhdw])")
ISO = re.compile(r"P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?)")


@dataclass(frozen=True)
class Window:
    """A variable's points within a window, and the last one at or before its start."""

    start: float
    end: float
    points: tuple[tuple[float, float], ...]
    previous: tuple[float, float] | None
    earlier: tuple[float, float] | None = None
    """The very first point before the window, which `earliest` gives."""


def interval_seconds(text: str) -> int:
    """Return the length of a tumbling window in seconds.

    Raises:
        FormulaUseError: it is no duration from one minute to one week.
    """
    seconds = _short(text) or _iso(text)
    if not SHORTEST <= seconds <= LONGEST:
        raise FormulaUseError(
            "the window is no tumbling window",
            found=repr(text),
            expected="from 1m to 1w, such as 5m, 1h, 1d or PT5M",
            where="window",
        )
    return seconds


def window_end(time: float, interval: int) -> int:
    """Return the end of the window that a time belongs to."""
    shift = FIRST_MONDAY if interval == SECONDS["w"] else 0
    return math.ceil((time - shift) / interval) * interval + shift


def aggregate(function: str, numbers: list[float]) -> float:
    """Return an aggregation over numbers; only `count` takes none."""
    match function:
        case "count":
            return float(len(numbers))
        case "avg":
            return fmean(numbers)
        case "sum":
            return math.fsum(numbers)
        case "min":
            return min(numbers)
        case "max":
            return max(numbers)
        case _:
            return stdev(numbers) if len(numbers) > 1 else 0.0


def temporal(function: str, window: Window) -> float:
    """Return a temporal function of one variable's window.

    Raises:
        ValueError: there is no point to take.
    """
    if function == "statetime":
        return _state_time(window)
    inside = window.points
    match function:
        case "first":
            found = inside[0] if inside else None
        case "last":
            found = inside[-1] if inside else None
        case "latest":
            found = inside[-1] if inside else window.previous
        case _:
            found = window.earlier or window.previous
    if found is None:
        raise ValueError(f"{function} has no point")
    return found[1]


def _state_time(window: Window) -> float:
    """Return for how many seconds the value was positive; the last one holds until the next."""
    if window.previous is None and not window.points:
        raise ValueError("statetime has no history")
    moment, positive, total = window.start, False, 0.0
    if window.previous is not None:
        positive = window.previous[1] > 0
    for time, value in window.points:
        total += (time - moment) if positive else 0.0
        moment, positive = time, value > 0
    return total + ((window.end - moment) if positive else 0.0)


def _short(text: str) -> int:
    match = SHORT.fullmatch(text)
    return int(match[1]) * SECONDS[match[2]] if match else 0


def _iso(text: str) -> int:
    match = ISO.fullmatch(text)
    if not match:
        return 0
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    return weeks * SECONDS["w"] + days * SECONDS["d"] + hours * SECONDS["h"] + minutes * 60
