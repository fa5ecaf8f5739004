"""What the queries of the signal operations ask for."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from twin.site_document import Signal, SiteDocument
from twin.telemetry.errors import BadTimeRange
from twin.telemetry.validation import known_signal
from twin_runtime.http import Request
from twin_runtime.page_token import Question, foreign_token, read_token, write_token

DEFAULT_SPAN_SECONDS = 3_600.0
DEFAULT_LIMIT = 1_000
MAXIMUM_LIMIT = 10_000
"""Keeps an answer well below the 6 MB of a function's response."""

LATEST_SECONDS = 4e9
"""Seconds since 1970 in the year 2096."""

POSITION = [float, float, str]
"""What a token holds: start, end and SiteWise's own token."""


def asked_aliases(given: Iterable[str], site: SiteDocument) -> list[str]:
    """Return the aliases named, each checked, or all of the site; raise `UnknownAlias`."""
    named = list(dict.fromkeys(given))
    for alias in named:
        known_signal(alias, site.signal_by_alias)
    return named or list(site.signal_by_alias)


@dataclass(frozen=True)
class HistoryQuery:
    """One signal, [start, end) in seconds since 1970, and the page.

    `store_token` is where SiteWise goes on. All pages of one question have the range of the first:
    an `end` that was not given is the moment of the first page.
    """

    question: Question
    signal: Signal
    start: float
    end: float
    limit: int
    store_token: str | None = None

    @classmethod
    def from_request(cls, request: Request, site: SiteDocument, *, now: float) -> HistoryQuery:
        """Read the query; raise `UnknownAlias`, `BadTimeRange` or `QueryInvalid`."""
        signal = known_signal(request.one("alias") or "", site.signal_by_alias)
        start, end = _range(request, now=now)
        limit = request.integer("limit", default=DEFAULT_LIMIT, minimum=1, maximum=MAXIMUM_LIMIT)
        question = {
            "list": "history",
            "alias": signal.alias,
            "start": request.one("start"),
            "end": request.one("end"),
        }
        first = cls(question, signal, start, end, limit)
        token = request.one("next_token")
        return first.continued(token) if token else first

    def continued(self, token: str) -> HistoryQuery:
        """Return the query of the page that a token leads to; raise `QueryInvalid`."""
        position = read_token(self.question, token)
        if not isinstance(position, list) or [type(part) for part in position] != POSITION:
            raise foreign_token()
        start, end, store_token = position
        if not 0 < start < end < LATEST_SECONDS:
            raise foreign_token()
        return replace(self, start=start, end=end, store_token=store_token)

    def next_token(self, store_token: str | None) -> str | None:
        """Return the token of the next page, or None where SiteWise has no more."""
        if store_token is None:
            return None
        return write_token(self.question, [self.start, self.end, store_token])


def _range(request: Request, *, now: float) -> tuple[float, float]:
    end = _time(request.one("end"), default=now, name="end")
    start = _time(request.one("start"), default=end - DEFAULT_SPAN_SECONDS, name="start")
    if not 0 < start < end:
        raise BadTimeRange(
            "the range is empty", found=f"{start} to {end}", expected="0 < start < end"
        )
    return start, end


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
