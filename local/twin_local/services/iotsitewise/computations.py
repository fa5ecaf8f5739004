"""Transforms, computed when a value arrives, and metrics, computed when a window ends.

Only GOOD values feed computations and results are GOOD. Late values compute their windows again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeGuard

from twin.formula.evaluation import Value, evaluate
from twin.formula.windows import Window
from twin_local.services.iotsitewise.metric_windows import interval_of, window_end
from twin_local.services.iotsitewise.series import Series, SeriesIndex
from twin_local.services.iotsitewise.shapes import NANOSECONDS
from twin_local.services.iotsitewise.store import Point, Store

CLOCK = "metric-clock"
Emit = Callable[[Series, list[Point]], None]


class Computations:
    """Computes what depends on new values; `emit` stores and announces a result."""

    def __init__(
        self, *, index: SeriesIndex, store: Store, now: Callable[[], float], emit: Emit
    ) -> None:
        self._index, self._store, self._now, self._emit = index, store, now, emit
        self._waiting: set[tuple[str, str, int]] = set()
        self._lock = threading.Lock()
        self._checked = int(now())
        self._resume()

    def _resume(self) -> None:
        """Compute also the windows that were open when the last run ended.

        Those of the time between were empty, unless late values fill them.
        """
        known = self._store.documents("configuration").get(CLOCK)
        if known is None:
            return
        for metric in [one for one in self._index.all() if one.kind == "metric"]:
            end = window_end(metric.definition, known["checked"] + 1)
            self._waiting.add((metric.asset_id, metric.property_id, end))

    def on_points(self, series: Series, points: list[Point]) -> None:
        """Compute the transforms that use a series; remember the windows of its metrics."""
        good = [point for point in points if point.quality == "GOOD"]
        for computed in self._index.dependents(series):
            if computed.kind == "metric":
                self._remember(computed, good)
            elif series.kind != "attribute":
                for point in good:
                    self._transform(computed, point)

    def tick(self, until: float | None = None) -> int:
        """Compute every metric whose window has ended; parts of a formula come before the whole.

        Windows that have values and end up to `until` are closed early. Return how many windows
        were computed.
        """
        now = int(self._now())
        self._windows_without_points(now)
        end = now if until is None else int(until)
        due = self._due(end)
        for metric, ended in due:
            with self._lock:
                self._waiting.discard((*_key(metric), ended))
            self._metric(metric, ended)
        if due:
            self._store.put_document("configuration", CLOCK, {"checked": now})
        return len(due)

    def _due(self, until: int) -> list[tuple[Series, int]]:
        """Return the metrics and ends of the windows to compute, in their order.

        Each waits until its turn, so that a failing one does not take the others with it. A window
        whose metric is gone, with its model or asset, waits no more.
        """
        with self._lock:
            ended = {item for item in self._waiting if item[2] <= until}
            known = {item: self._index.known(item[0], item[1]) for item in ended}
            self._waiting -= {item for item, metric in known.items() if not _is_metric(metric)}
        due = [(metric, item[2]) for item, metric in known.items() if _is_metric(metric)]
        return sorted(due, key=lambda one: (one[1], self._depth(one[0])))

    def _remember(self, metric: Series, points: list[Point]) -> None:
        ends = {window_end(metric.definition, one.time_ns / NANOSECONDS) for one in points}
        with self._lock:
            self._waiting |= {(metric.asset_id, metric.property_id, end) for end in ends}

    def _windows_without_points(self, now: int) -> None:
        """`statetime`, `latest` and `count` give a value for every window, without points too."""
        before, self._checked = self._checked, now
        for metric in [one for one in self._index.all() if one.kind == "metric"]:
            interval = interval_of(metric.definition)
            end = window_end(metric.definition, before)
            while end <= now:
                if end > before:
                    with self._lock:
                        self._waiting.add((metric.asset_id, metric.property_id, end))
                end += interval

    def _depth(self, metric: Series) -> int:
        inputs = [one for sources in self._index.inputs(metric).values() for one in sources]
        return 1 + max((self._depth(one) for one in inputs if one.kind == "metric"), default=0)

    def _transform(self, computed: Series, trigger: Point) -> None:
        inputs = _TransformInputs(self._index, self._store, computed, trigger.time_ns)
        self._give(computed, trigger.time_ns, evaluate(computed.formula, inputs))

    def _metric(self, computed: Series, end: int) -> None:
        inputs = _MetricInputs(self._index, self._store, computed, end)
        self._give(computed, end * NANOSECONDS, evaluate(computed.formula, inputs))

    def _give(self, computed: Series, time_ns: int, result: Value | None) -> None:
        if result is None or isinstance(result, str) != (computed.data_type == "STRING"):
            return
        stored = int(result) if computed.data_type in ("INTEGER", "BOOLEAN") else result
        self._emit(computed, [Point(time_ns, "GOOD", stored)])


class _Inputs:
    def __init__(self, index: SeriesIndex, store: Store, computed: Series, until_ns: int) -> None:
        self._sources = index.inputs(computed)
        self._store, self._until_ns = store, until_ns

    def value(self, name: str) -> Value | None:
        for series in self._sources.get(name, []):
            point = self._store.latest(series.key, until_ns=self._until_ns, quality="GOOD")
            if point is not None:
                return _computable(point)
            if series.default_value is not None:
                return _default(series.default_value)
        return None

    def window(self, name: str) -> Window:
        raise ValueError(f"{name} has no window in a transform")


class _TransformInputs(_Inputs):
    def before(self, name: str) -> Value | None:
        (series,) = self._sources[name]
        point = self._store.latest(series.key, until_ns=self._until_ns - 1, quality="GOOD")
        return None if point is None else _computable(point)


class _MetricInputs(_Inputs):
    def __init__(self, index: SeriesIndex, store: Store, computed: Series, end: int) -> None:
        super().__init__(index, store, computed, end * NANOSECONDS)
        self._end, self._start = end, end - interval_of(computed.definition)

    def before(self, name: str) -> Value | None:
        raise ValueError(f"pretrigger({name}) is for transforms only")

    def window(self, name: str) -> Window:
        points: list[tuple[float, float]] = []
        previous: tuple[float, float] | None = None
        earlier: tuple[float, float] | None = None
        start_ns = self._start * NANOSECONDS
        for series in self._sources.get(name, []):
            inside = self._store.points(
                series.key, after_ns=start_ns, until_ns=self._until_ns, quality="GOOD"
            )
            points += [pair for point in inside if (pair := _pair(point))]
            last = self._store.latest(series.key, until_ns=start_ns, quality="GOOD")
            previous = _pair(last) if last else previous
            if last:
                (first,) = self._store.points(
                    series.key, after_ns=-1, until_ns=start_ns, quality="GOOD", limit=1
                )
                earlier = _pair(first)
        return Window(self._start, self._end, tuple(sorted(points)), previous, earlier)


def _is_metric(series: Series | None) -> TypeGuard[Series]:
    return series is not None and series.kind == "metric"


def _key(series: Series) -> tuple[str, str]:
    return series.asset_id, series.property_id


def _computable(point: Point) -> Value | None:
    if isinstance(point.value, str):
        return point.value
    return None if point.value is None else float(point.value)


def _pair(point: Point) -> tuple[float, float] | None:
    value = _computable(point)
    return None if value is None or isinstance(value, str) else (point.time_ns / NANOSECONDS, value)


def _default(text: str) -> Value:
    if text.lower() in ("true", "false"):
        return float(text.lower() == "true")
    try:
        return float(text)
    except ValueError:
        return text
