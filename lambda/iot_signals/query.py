"""What the queries of the signal operations ask for."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from twin.site_document import Signal, SiteDocument
from twin.telemetry.errors import BadTimeRange
from twin.telemetry.validation import known_signal
from twin_runtime.http import Request

DEFAULT_SPAN_SECONDS = 3_600.0
DEFAULT_LIMIT = 1_000
MAXIMUM_LIMIT = 10_000
"""Keeps an answer well below the 6 MB of a function's response."""


def asked_aliases(given: Iterable[str], site: SiteDocument) -> list[str]:
    """Return the aliases named, each checked, or all of the site; raise `UnknownAlias`."""
    named = list(dict.fromkeys(given))
    for alias in named:
        known_signal(alias, site.signal_by_alias)
    return named or list(site.signal_by_alias)


@dataclass(frozen=True)
class HistoryQuery:
    """One signal, [start, end) in seconds since 1970, and the page."""

    signal: Signal
    start: float
    end: float
    limit: int
    next_token: str | None

    @classmethod
    def from_request(cls, request: Request, site: SiteDocument, *, now: float) -> HistoryQuery:
        """Read the query; raise `UnknownAlias`, `BadTimeRange` or `QueryInvalid`."""
        signal = known_signal(request.one("alias") or "", site.signal_by_alias)
        end = _time(request.one("end"), default=now, name="end")
        start = _time(request.one("start"), default=end - DEFAULT_SPAN_SECONDS, name="start")
        if not 0 < start < end:
            raise BadTimeRange(
                "the range is empty", found=f"{start} to {end}", expected="0 < start < end"
            )
        limit = request.integer("limit", default=DEFAULT_LIMIT, minimum=1, maximum=MAXIMUM_LIMIT)
        return cls(signal, start, end, limit, request.one("next_token"))


def _time(text: str | None, *, default: float, name: str) -> float:
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or not 0 <= value < 4e9:
        raise BadTimeRange(
            f"{name} is no time", found=repr(text), expected="UTC seconds since 1970", where=name
        )
    return value
