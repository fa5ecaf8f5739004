"""GET /signals/aggregates: statistics of windows of time of several signals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from iot_signals.parameters import asked_signals, time_range
from iot_signals.position import Positions
from twin.site_document import Signal, SiteDocument
from twin.telemetry.aggregates import AGGREGATES, SECONDS, Aggregate, Resolution, check_aggregates
from twin_runtime.batch_reads import batch_aggregates
from twin_runtime.http import Body, Request
from twin_runtime.parameters import chosen

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

MEMBERS: dict[Aggregate, tuple[str, str]] = {
    "AVERAGE": ("average", "average"),
    "COUNT": ("count", "count"),
    "MAXIMUM": ("maximum", "maximum"),
    "MINIMUM": ("minimum", "minimum"),
    "SUM": ("sum", "sum"),
    "STANDARD_DEVIATION": ("standard_deviation", "standardDeviation"),
}
"""Each statistic's name in our answer and in SiteWise's."""


@dataclass(frozen=True)
class AggregatesQuery:
    """Up to 16 signals, (start, end] in seconds since 1970, the statistics and the page."""

    positions: Positions[str]
    signals: tuple[Signal, ...]
    start: float
    end: float
    resolution: Resolution
    aggregates: tuple[Aggregate, ...]
    limit: int
    store_token: str | None = None

    @classmethod
    def from_request(cls, request: Request, site: SiteDocument, *, now: float) -> AggregatesQuery:
        """Read the query; raise a `TelemetryError` or `QueryInvalid`."""
        signals = asked_signals(request, site)
        start, end = time_range(request, now=now)
        resolution = request.choice("resolution", tuple(SECONDS))
        named = request.many("aggregate") or ("AVERAGE",)
        aggregates = tuple(chosen("aggregate", name, AGGREGATES) for name in named)
        check_aggregates(signals, aggregates)
        question = {
            "list": "aggregates",
            "alias": "\n".join(signal.alias for signal in signals),
            "resolution": resolution,
            "aggregate": ",".join(aggregates),
            "start": request.one("start"),
            "end": request.one("end"),
        }
        limit = request.integer("limit")
        positions = Positions(question, str)
        first = cls(positions, signals, start, end, resolution, aggregates, limit)
        token = request.one("next_token")
        return first.continued(token) if token else first

    def continued(self, token: str) -> AggregatesQuery:
        """Return the query of the page that a token leads to; raise `QueryInvalid`."""
        start, end, store_token = self.positions.read(token)
        return replace(self, start=start, end=end, store_token=store_token)


def aggregates_page(client: IoTSiteWiseClient, query: AggregatesQuery) -> Body:
    """Answer one page: every signal asked for, each with its windows on this page."""
    page = batch_aggregates(
        client,
        [signal.alias for signal in query.signals],
        start=query.start,
        end=query.end,
        resolution=query.resolution,
        aggregates=query.aggregates,
        limit=query.limit,
        token=query.store_token,
    )
    windows: dict[str, list[dict[str, Any]]] = {signal.alias: [] for signal in query.signals}
    for alias, row in page.rows:
        windows[alias].append(_window(row, query))
    return {
        "resolution": query.resolution,
        "series": [
            {"alias": one.alias, "unit": one.unit, "windows": windows[one.alias]}
            for one in query.signals
        ],
        "next_token": query.positions.token(query.start, query.end, page.next_token),
    }


def _window(row: Mapping[str, Any], query: AggregatesQuery) -> dict[str, Any]:
    end = row["timestamp"].timestamp()
    found = {
        name: row["value"][member]
        for kind in query.aggregates
        for name, member in (MEMBERS[kind],)
        if member in row["value"]
    }
    quality = row.get("quality", "GOOD")
    return {"start": end - SECONDS[query.resolution], "end": end, "quality": quality, **found}
