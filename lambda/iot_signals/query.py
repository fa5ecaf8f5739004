"""What GET /signals/history asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iot_signals.parameters import time_range
from iot_signals.position import Positions
from twin.live.events import Quality
from twin.site_document import Signal, SiteDocument
from twin.telemetry.axis import QUALITIES
from twin.telemetry.validation import known_signal
from twin_runtime.http import Request


@dataclass(frozen=True)
class HistoryQuery:
    """One signal, one quality, [start, end) in seconds since 1970, and the page.

    `store_token` is where SiteWise goes on.
    """

    positions: Positions[str]
    signal: Signal
    quality: Quality
    start: float
    end: float
    limit: int
    store_token: str | None = None

    @classmethod
    def from_request(cls, request: Request, site: SiteDocument, *, now: float) -> HistoryQuery:
        """Read the query; raise `UnknownAlias`, `BadTimeRange` or `QueryInvalid`."""
        signal = known_signal(request.one("alias") or "", site.signal_by_alias)
        start, end = time_range(request, now=now)
        limit = request.integer("limit")
        quality = request.choice("quality", QUALITIES)
        question = {
            "list": "history",
            "alias": signal.alias,
            "quality": quality,
            "start": request.one("start"),
            "end": request.one("end"),
        }
        first = cls(Positions(question, str), signal, quality, start, end, limit)
        token = request.one("next_token")
        return first.continued(token) if token else first

    def continued(self, token: str) -> HistoryQuery:
        """Return the query of the page that a token leads to; raise `QueryInvalid`."""
        start, end, store_token = self.positions.read(token)
        return replace(self, start=start, end=end, store_token=store_token)

    def next_token(self, store_token: str | None) -> str | None:
        """Return the token of the next page, or None where SiteWise has no more."""
        return self.positions.token(self.start, self.end, store_token)
