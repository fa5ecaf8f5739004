"""Transforms, computed when a value arrives, and metrics, computed when a window ends.

Only GOOD values feed computations and results are GOOD. Late values compute their windows again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from twin.formula.evaluation import Value, evaluate
from twin.formula.windows import Window, interval_seconds, window_end
from twin_local.services.iotsitewise.series import Series, SeriesIndex
from twin_local.services.iotsitewise.shapes import NANOSECONDS
from twin_local.services.iotsitewise.store import Point, Store

LOG = logging.getLogger(__name__)
TICK_SECONDS = 1.0
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
        with self._lock:
            due = {item for item in self._waiting if item[2] <= end}
            self._waiting -= due
        for asset_id, property_id, end in sorted(
            due, key=lambda item: (item[2], self._depth(item))
        ):
            self._metric(self._index.get(asset_id, property_id), end)
        return len(due)

    def _remember(self, metric: Series, points: list[Point]) -> None:
        interval = _interval(metric)
        ends = {window_end(point.time_ns / NANOSECONDS, interval) for point in points}
        with self._lock:
            self._waiting |= {(metric.asset_id, metric.property_id, end) for end in ends}

    def _windows_without_points(self, now: int) -> None:
        """`statetime`, `latest` and `count` give a value for every window, without points too."""
        before, self._checked = self._checked, now
        for metric in [one for one in self._index.all() if one.kind == "metric"]:
            interval = _interval(metric)
            end = window_end(before, interval)
            while end <= now:
                if end > before:
                    with self._lock:
                        self._waiting.add((metric.asset_id, metric.property_id, end))
                end += interval

    def _depth(self, item: tuple[str, str, int]) -> int:
        metric = self._index.get(item[0], item[1])
        inputs = [one for sources in self._index.inputs(metric).values() for one in sources]
        below = [one for one in inputs if one.kind == "metric"]
        return 1 + max((self._depth((*_key(one), item[2])) for one in below), default=0)

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
        self._end, self._start = end, end - _interval(computed)

    def before(self, name: str) -> Value | None:
        raise ValueError(f"pretrigger({name}) is for transforms only")

    def window(self, name: str) -> Window:
        points: list[tuple[float, float]] = []
        previous: tuple[float, float] | None = None
        start_ns = self._start * NANOSECONDS
        for series in self._sources.get(name, []):
            inside = self._store.points(
                series.key, after_ns=start_ns, until_ns=self._until_ns, quality="GOOD"
            )
            points += [pair for point in inside if (pair := _pair(point))]
            last = self._store.latest(series.key, until_ns=start_ns, quality="GOOD")
            previous = _pair(last) if last else previous
        return Window(self._start, self._end, tuple(sorted(points)), previous)


class MetricClock:
    """A thread that ticks the computations of a running embedded AWS."""

    def __init__(self, tick: Callable[[], object]) -> None:
        self._tick = tick
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sitewise-metrics", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            try:
                self._tick()
            except (ArithmeticError, LookupError, ValueError):
                LOG.exception("a metric could not be computed")

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()
        self._thread.join()


def _interval(metric: Series) -> int:
    return interval_seconds(metric.definition["type"]["metric"]["window"]["tumbling"]["interval"])


def _key(series: Series) -> tuple[str, str]:
    return series.asset_id, series.property_id


def _computable(point: Point) -> Value | None:
    if isinstance(point.value, str):
        return float("nan") if point.value == "NaN" else point.value
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
