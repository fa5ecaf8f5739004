"""Values of signals."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from twin.api.schemas.json_value import JsonValue
from twin.live.events import Quality
from twin.telemetry.aggregates import Resolution
from twin.telemetry.axis import Method


class LatestValueBody(TypedDict):
    """One latest value: `twin.telemetry.latest.LatestValue`."""

    alias: str
    value: JsonValue
    unit: str
    quality: Quality
    time: float | None
    age_seconds: float | None
    stale: bool


class LatestValues(TypedDict):
    """GET /signals/latest: all signals, or those named by repeated `alias`."""

    values: list[LatestValueBody]


class PointBody(TypedDict):
    """One value at its source time: `twin.live.events.ValuePoint`."""

    time: float
    value: JsonValue
    quality: Quality


class HistoryPage(TypedDict):
    """GET /signals/history: values of one quality, by default the good ones.

    Oldest first, `start` included, `end` excluded.
    """

    alias: str
    unit: str
    points: list[PointBody]
    next_token: str | None


class AggregateWindow(TypedDict):
    """The statistics asked for of (start, end]; without a good value there is no window.

    A window that has texts or Booleans only has a count only.
    """

    start: float
    end: float
    quality: Quality
    average: NotRequired[float]
    count: NotRequired[float]
    maximum: NotRequired[float]
    minimum: NotRequired[float]
    sum: NotRequired[float]
    standard_deviation: NotRequired[float]


class AggregateSeries(TypedDict):
    """The windows of one signal, oldest first."""

    alias: str
    unit: str
    windows: list[AggregateWindow]


class AggregatesPage(TypedDict):
    """GET /signals/aggregates: the windows of up to 16 signals that end in (`start`, `end`].

    A page has every signal, and of each the windows that are on it: those of the first signals
    come first.
    """

    resolution: Resolution
    series: list[AggregateSeries]
    next_token: str | None


class AxisSeries(TypedDict):
    """One signal at the page's instants.

    `values` and `qualities` are as long as `times`. A quality of null is a gap: the signal has no
    value that reaches so far. `method` is `previous` also where `linear` was asked for and the
    signal is no number.
    """

    alias: str
    unit: str
    method: Method
    values: list[JsonValue]
    qualities: list[Quality | None]


class AxisPage(TypedDict):
    """GET /signals/values: up to 16 signals at `start`, `start + step` and so on before `end`."""

    step: float
    times: list[float]
    series: list[AxisSeries]
    next_token: str | None
