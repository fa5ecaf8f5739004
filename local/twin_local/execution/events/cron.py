"""Schedule expressions: `rate(5 minutes)`, `cron(0 8 ? * MON-FRI *)`, `at(2030-01-01T00:00:00)`.

AWS's cron has six fields (minutes hours day-of-month month day-of-week year) and no seconds.
"""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MONTHS = {name.upper(): index for index, name in enumerate(calendar.month_abbr) if name}
DAYS = {"SUN": 1, "MON": 2, "TUE": 3, "WED": 4, "THU": 5, "FRI": 6, "SAT": 7}
UNITS_S = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
FIRST_YEAR, LAST_YEAR = 1970, 2199


class ScheduleError(ValueError):
    """A schedule expression cannot be read."""


@dataclass(frozen=True)
class Schedule:
    """When something is due: `next_after(moment)` in UTC seconds, None when never again."""

    next_after: Callable[[float], float | None]
    once: bool = False


def parse(expression: str, *, zone: str = "UTC", counted_from: float | None = None) -> Schedule:
    """Read a schedule expression; cron and at are in the local time of `zone`.

    A rate counts from `counted_from`, or from the moment that it is asked for.

    Raises:
        ScheduleError: the expression or the zone is not valid.
    """
    found = re.fullmatch(r"(rate|cron|at)\((.*)\)", expression.strip())
    if found is None:
        raise ScheduleError(f"{expression!r} is neither rate(…) nor cron(…) nor at(…)")
    kind, argument = found.groups()
    try:
        timezone = ZoneInfo(zone)
        if kind == "rate":
            period_s = _rate(argument)
            return Schedule(functools.partial(_next_of_rate, period_s, counted_from))
        if kind == "at":
            due = datetime.fromisoformat(argument).replace(tzinfo=timezone).timestamp()
            return Schedule(lambda moment: due, once=True)
        return Schedule(Cron.read(argument, timezone).next_after)
    except (KeyError, ValueError, OSError) as error:
        raise ScheduleError(f"{expression!r}: {error}") from error


def _next_of_rate(period_s: int, counted_from: float | None, moment: float) -> float:
    start = moment if counted_from is None else counted_from
    due = start + ((moment - start) // period_s + 1) * period_s
    return due if due > moment else due + period_s


def _rate(argument: str) -> int:
    found = re.fullmatch(r"\s*(\d+)\s+([a-z]+?)s?\s*", argument)
    if found is None or int(found.group(1)) < 1 or found.group(2) not in UNITS_S:
        raise ScheduleError(f"rate({argument}) is not a count and a unit")
    return int(found.group(1)) * UNITS_S[found.group(2)]


@dataclass(frozen=True)
class Cron:
    """A cron expression; `days` decides whether a date is meant."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    months: frozenset[int]
    years: frozenset[int]
    days: Callable[[date], bool]
    zone: ZoneInfo

    @staticmethod
    def read(text: str, zone: ZoneInfo) -> Cron:
        """Read the six fields."""
        fields = text.split()
        if len(fields) != 6:
            raise ScheduleError(f"cron({text}) has {len(fields)} fields, six expected")
        minute, hour, day_of_month, month, day_of_week, year = (item.upper() for item in fields)
        if (day_of_month == "?") == (day_of_week == "?"):
            raise ScheduleError(f"cron({text}): exactly one of the two day fields must be ?")
        return Cron(
            minutes=tuple(sorted(_values(minute, 0, 59, {}))),
            hours=tuple(sorted(_values(hour, 0, 23, {}))),
            months=_values(month, 1, 12, MONTHS),
            years=_values(year, FIRST_YEAR, LAST_YEAR, {}),
            days=_by_week(day_of_week) if day_of_month == "?" else _by_month(day_of_month),
            zone=zone,
        )

    def next_after(self, moment: float) -> float | None:
        """Return the first due time after a moment; local times that do not exist are skipped."""
        start = datetime.fromtimestamp(moment, tz=self.zone)
        years = [year for year in self.years if year >= start.year]
        if not years:
            return None
        day = first = max(start.date(), date(min(years), 1, 1))
        while day.year <= max(self.years):
            if day.year in self.years and day.month in self.months and self.days(day):
                for due in _of_day(self, day):
                    if due > moment:
                        return due
            day += timedelta(days=1)
            if day - first > timedelta(days=366 * 8):
                return None
        return None


@functools.lru_cache(maxsize=256)
def _of_day(cron: Cron, day: date) -> tuple[float, ...]:
    """Return the moments of a day, in order."""
    dues = []
    for hour in cron.hours:
        for minute in cron.minutes:
            local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=cron.zone)
            back = local.astimezone(UTC).astimezone(cron.zone)
            if back.replace(tzinfo=None) == local.replace(tzinfo=None):
                dues.append(local.timestamp())
    return tuple(sorted(dues))


def _values(field: str, low: int, high: int, names: dict[str, int]) -> frozenset[int]:
    found: set[int] = set()
    for part in field.split(","):
        body, _, step = part.partition("/")
        first, dash, last = body.partition("-")
        if body == "*":
            start, end = low, high
        else:
            start = names.get(first, -1) if first in names else int(first)
            end = (names[last] if last in names else int(last)) if dash else start
            end = high if step and not dash else end
        if not (low <= start <= high and low <= end <= high):
            raise ScheduleError(f"{part!r} is outside {low}-{high}")
        found.update(range(start, end + 1, int(step or 1)))
    return frozenset(found)


def _by_month(field: str) -> Callable[[date], bool]:
    if field == "L":
        return lambda day: day.day == _last(day)
    if found := re.fullmatch(r"(\d+)W", field):
        return lambda day: day.day == _nearest_weekday(day, int(found.group(1)))
    wanted = _values(field, 1, 31, {})
    return lambda day: day.day in wanted


def _by_week(field: str) -> Callable[[date], bool]:
    if found := re.fullmatch(r"(\w+)#([1-5])", field):
        wanted_day, number = _day_number(found.group(1)), int(found.group(2))
        return lambda day: _weekday(day) == wanted_day and (day.day - 1) // 7 + 1 == number
    if found := re.fullmatch(r"(\w+)L", field):
        last_day = _day_number(found.group(1))
        return lambda day: _weekday(day) == last_day and day.day + 7 > _last(day)
    if field == "L":
        return lambda day: _weekday(day) == DAYS["SAT"]
    wanted = _values(field, 1, 7, DAYS)
    return lambda day: _weekday(day) in wanted


def _day_number(name: str) -> int:
    return DAYS[name] if name in DAYS else int(name)


def _weekday(day: date) -> int:
    """Return AWS's number of the day: Sunday is 1."""
    return day.isoweekday() % 7 + 1


def _last(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _nearest_weekday(day: date, number: int) -> int:
    wanted = date(day.year, day.month, min(number, _last(day)))
    if wanted.isoweekday() == 6:
        return wanted.day - 1 if wanted.day > 1 else wanted.day + 2
    if wanted.isoweekday() == 7:
        return wanted.day + 1 if wanted.day < _last(day) else wanted.day - 2
    return wanted.day
