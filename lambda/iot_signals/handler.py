"""GET /signals/latest, /signals/history, /signals/aggregates and /signals/values."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from iot_signals.aggregates import AggregatesQuery, aggregates_page
from iot_signals.axis_page import axis_page
from iot_signals.axis_query import AxisQuery
from iot_signals.parameters import asked_aliases
from iot_signals.query import HistoryQuery
from twin.telemetry.latest import latest_value
from twin_runtime import clients
from twin_runtime.http import Body, ProxyResponse, Request, serve
from twin_runtime.site import site
from twin_runtime.values import history, latest_samples


def get_latest_values(request: Request) -> Body:
    """Answer the latest value of all signals, or of those named."""
    aliases = asked_aliases(request.many("alias"), site())
    samples = latest_samples(clients.iotsitewise(), aliases)
    now = time.time()
    rows = (
        latest_value(site().signal_by_alias[alias], samples.get(alias), now=now)
        for alias in aliases
    )
    return {"values": [asdict(row) for row in rows]}


def get_history(request: Request) -> Body:
    """Answer one page of the values of one signal, oldest first."""
    query = HistoryQuery.from_request(request, site(), now=time.time())
    page = history(
        clients.iotsitewise(),
        query.signal.alias,
        start=query.start,
        end=query.end,
        quality=query.quality,
        limit=query.limit,
        token=query.store_token,
    )
    return {
        "alias": query.signal.alias,
        "unit": query.signal.unit,
        "points": [asdict(point) for point in page.points],
        "next_token": query.next_token(page.next_token),
    }


def get_aggregates(request: Request) -> Body:
    """Answer one page of statistics of windows of time of several signals."""
    query = AggregatesQuery.from_request(request, site(), now=time.time())
    return aggregates_page(clients.iotsitewise(), query)


def get_values(request: Request) -> Body:
    """Answer one page of several signals at the same instants."""
    query = AxisQuery.from_request(request, site(), now=time.time())
    return axis_page(clients.iotsitewise(), query)


OPERATIONS = {
    "getLatestValues": get_latest_values,
    "getHistory": get_history,
    "getAggregates": get_aggregates,
    "getValues": get_values,
}


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on signals."""
    return serve(event, OPERATIONS)
