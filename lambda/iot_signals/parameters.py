"""What the queries of the signal operations have in common: signals, times and one of a list."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TypeVar

from twin.site_document import Signal, SiteDocument
from twin.telemetry.errors import BadTimeRange, TooManySignals
from twin.telemetry.validation import known_signal
from twin_runtime.errors import QueryInvalid
from twin_runtime.http import Request

DEFAULT_SPAN_SECONDS = 3_600.0

LATEST_SECONDS = 4e9
"""Seconds since 1970 in the year 2096."""

MAXIMUM_SIGNALS = 16
"""What one batch read of SiteWise takes."""

Choice = TypeVar("Choice", bound=str)


def asked_aliases(given: Iterable[str], site: SiteDocument) -> list[str]:
    """Return the aliases named, each checked, or all of the site; raise `UnknownAlias`."""
    named = list(dict.fromkeys(given))
    for alias in named:
        known_signal(alias, site.signal_by_alias)
    return named or list(site.signal_by_alias)


def asked_signals(request: Request, site: SiteDocument) -> tuple[Signal, ...]:
    """Return the 1 to 16 signals named by `alias`; raise `UnknownAlias` or `TooManySignals`."""
    named = list(dict.fromkeys(request.query.get("alias", ())))
    if not named:
        raise QueryInvalid("no signal is named", expected="alias, once or more", where="alias")
    if len(named) > MAXIMUM_SIGNALS:
        raise TooManySignals(
            "too many signals at once",
            found=str(len(named)),
            expected=f"at most {MAXIMUM_SIGNALS}; ask for the others by themselves",
            where="alias",
        )
    return tuple(known_signal(alias, site.signal_by_alias) for alias in named)


def time_range(request: Request, *, now: float) -> tuple[float, float]:
    """Return `start` and `end`, by default the last hour; raise `BadTimeRange`."""
    end = _time(request.one("end"), default=now, name="end")
    start = _time(request.one("start"), default=end - DEFAULT_SPAN_SECONDS, name="start")
    if not 0 < start < end:
        raise BadTimeRange(
            "the range is empty", found=f"{start} to {end}", expected="0 < start < end"
        )
    return start, end


def one_of(name: str, text: str, choices: Sequence[Choice]) -> Choice:
    """Return the choice that a text names; raise `QueryInvalid`."""
    for choice in choices:
        if choice == text:
            return choice
    raise QueryInvalid(
        f"there is no such {name}", found=repr(text), expected=", ".join(choices), where=name
    )


def _time(text: str | None, *, default: float, name: str) -> float:
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or not 0 <= value < LATEST_SECONDS:
        raise BadTimeRange(
            f"{name} is no time", found=repr(text), expected="UTC seconds since 1970", where=name
        )
    return value
