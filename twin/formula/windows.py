"""Tumbling windows of metrics.

A window excludes its start and includes its end; the result is stamped with the end. Times are UTC
seconds since 1970.
https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_TumblingWindow.html
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from twin.formula.errors import FormulaUseError
from twin.formula.values import Value

NANOSECONDS = 1_000_000_000
SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
SHORTEST, LONGEST = 60, 604_800
FIRST_MONDAY = 4 * 86_400
"""1970-01-05, 00:00 UTC: a window of one week ends at Monday midnight."""

SHORT = re.compile(r"(\d+)([smhdw])")
ISO = re.compile(r"P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)")
CLOCK = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})")


@dataclass(frozen=True)
class Window:
    """A variable's points within a window, and the last one at or before its start."""

    start: float
    end: float
    points: tuple[tuple[float, Value], ...]
    previous: tuple[float, Value] | None


@dataclass(frozen=True)
class Tumbling:
    """Windows of `interval` seconds, one after the other, moved by `shift` seconds.

    Without a shift, windows that divide a day end at midnight UTC, those of a week on Monday.
    """

    interval: int
    shift: int = 0

    def end(self, time_ns: int) -> int:
        """Return the end of the window that a time in nanoseconds belongs to."""
        start = self._origin * NANOSECONDS
        return self._origin - (start - time_ns) // (self.interval * NANOSECONDS) * self.interval

    def ends_of(self, times_ns: Iterable[int]) -> Iterator[int]:
        """Yield the ends of the windows that have one of some times, which rise."""
        until_ns = -math.inf
        for time_ns in times_ns:
            if time_ns > until_ns:
                end = self.end(time_ns)
                until_ns = end * NANOSECONDS
                yield end

    def ends(self, after_ns: int, until_ns: int) -> range:
        """Return the ends of the windows that have a time with `after_ns < time <= until_ns`."""
        if after_ns >= until_ns:
            return range(0)
        return range(self.end(after_ns + 1), self.end(until_ns) + 1, self.interval)

    def ended(self, after: int, until: int) -> range:
        """Return the ends with `after < end <= until`, all in seconds."""
        first = self.end(after * NANOSECONDS + 1)
        return range(first, until + 1, self.interval)

    def first_end(self, created: float) -> int:
        """Return when a metric that was made at a time gives its first result: then or later."""
        return self.end(math.ceil(created) * NANOSECONDS)

    @property
    def _origin(self) -> int:
        return self.shift + (FIRST_MONDAY if self.interval == SECONDS["w"] else 0)


def tumbling(interval: str, offset: str | None = None) -> Tumbling:
    """Return the windows that an interval and an offset, as a metric has them, describe.

    Raises:
        FormulaUseError: one of them is none.
    """
    seconds = interval_seconds(interval)
    return Tumbling(seconds, window_offset(offset, seconds) if offset else 0)


def interval_seconds(text: str) -> int:
    """Return the length of a tumbling window in seconds.

    Raises:
        FormulaUseError: it is no duration from one minute to one week.
    """
    seconds = 0 if text.upper().endswith("S") else _duration(text) or 0
    if not SHORTEST <= seconds <= LONGEST:
        raise FormulaUseError(
            "the window is no tumbling window",
            found=repr(text),
            expected="from 1m to 1w, such as 5m, 1h, 1d or PT5M",
            where="window",
        )
    return seconds


def window_offset(text: str, interval: int) -> int:
    """Return by how many seconds the windows of an interval are moved.

    An offset is a duration (`18h`, `90s`, `PT18H`), a clock (`00:03:00`), or a date and time with
    its zone (`2021-07-23T18:00-08`) at which one of the windows ends.

    Raises:
        FormulaUseError: it is none of these.
    """
    seconds = _duration(text)
    if seconds is None:
        seconds = _clock(text)
    if seconds is None:
        seconds = _moment(text)
        if seconds is not None and interval == SECONDS["w"]:
            seconds -= FIRST_MONDAY
    if seconds is None:
        raise FormulaUseError(
            "the offset of the window is none",
            found=repr(text),
            expected="a duration (18h, PT18H), a clock (06:00:00), or a date and time with a zone"
            " (2026-01-01T06:00+01:00)",
            where="window_offset",
        )
    return seconds % interval


def _duration(text: str) -> int | None:
    """Return the seconds of a duration in either notation, None where it is none."""
    if match := SHORT.fullmatch(text):
        return int(match[1]) * SECONDS[match[2]]
    match = ISO.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    parts = [int(part or 0) for part in match.groups()]
    return sum(one * SECONDS[unit] for one, unit in zip(parts, "wdhms", strict=True))


def _clock(text: str) -> int | None:
    match = CLOCK.fullmatch(text)
    if not match:
        return None
    hours, minutes, seconds = (int(part) for part in match.groups())
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return hours * 3_600 + minutes * 60 + seconds


def _moment(text: str) -> int | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return int(moment.timestamp()) if moment.tzinfo else None
