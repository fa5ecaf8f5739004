"""Values of signals."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route(
        "GET",
        "/signals/latest",
        "getLatestValues",
        "iot_signals",
        "viewer",
        "Latest values",
        ("alias",),
    ),
    Route(
        "GET",
        "/signals/history",
        "getHistory",
        "iot_signals",
        "viewer",
        "Values of one signal",
        ("alias", "quality", "start", "end", "limit", "next_token"),
    ),
    Route(
        "GET",
        "/signals/aggregates",
        "getAggregates",
        "iot_signals",
        "viewer",
        "Statistics of windows of time of several signals",
        ("alias", "resolution", "aggregate", "start", "end", "limit", "next_token"),
    ),
    Route(
        "GET",
        "/signals/values",
        "getValues",
        "iot_signals",
        "viewer",
        "Several signals at the same instants",
        ("alias", "method", "step", "start", "end", "limit", "next_token"),
    ),
)
