"""Transforms, computed when a value arrives, and metrics, computed when a window ends.

Only GOOD values feed computations and results are GOOD; a new value of an attribute computes
nothing. Late values compute the windows again that use them, with the formula of now.
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/asset-properties.html
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

from twin.formula.evaluation import stored
from twin.formula.nodes import Call, walk
from twin.formula.values import Value
from twin_local.services.iotsitewise.due_windows import DueWindows
from twin_local.services.iotsitewise.formula_inputs import MetricInputs, Sources, TransformInputs
from twin_local.services.iotsitewise.histories import GOOD
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.series_index import SeriesIndex
from twin_local.services.iotsitewise.shapes import NANOSECONDS
from twin_local.services.iotsitewise.store import Point, Store

LOG = logging.getLogger(__name__)
STEP_WINDOWS = 1_000
"""How many windows are computed before others have their turn."""
SLICE_POINTS = 10_000
"""How many points are held in memory with the inputs of their time."""
FAR_INTERVALS = 16
"""Windows that are further apart are not read together."""
RUN_SECONDS = 6 * 3_600
"""How much time is read at once for windows that are close together; at ten values a second these
are 216,000 values."""

Emit = Callable[[Series, list[Point]], None]


class Computations:
    """Computes what depends on new values; `emit` stores and announces a result."""

    def __init__(
        self, *, index: SeriesIndex, store: Store, now: Callable[[], float], emit: Emit
    ) -> None:
        self._index, self._store, self._now, self._emit = index, store, now, emit
        self._sources = Sources(index, store, now)
        self._windows = DueWindows(index=index, store=store, now=now)

    def on_points(self, series: Series, points: Sequence[Point]) -> None:
        """Compute the transforms that use points, in order; remember the windows of metrics."""
        good = [point for point in points if point.quality == GOOD]
        if series.kind == "attribute" or not good:
            return
        for computed in self._index.dependents(series):
            if computed.kind == "metric":
                self._windows.touch(computed, series, good)
            else:
                for start in range(0, len(good), SLICE_POINTS):
                    self._transform(computed, good[start : start + SLICE_POINTS])

    def step(self, until: float | None = None) -> int:
        """Compute windows that have ended, up to a thousand; return how many, 0 when none is left.

        Parts of a formula come before the whole. Windows that have values and end up to `until` are
        closed early.
        """
        now = int(self._now())
        end = now if until is None else int(until)
        self._windows.roll(now)
        due = self._windows.due(end)
        if not due:
            return 0
        with self._store.transaction():
            return self._closed(due, end)

    def _closed(self, due: Sequence[Series], until: int) -> int:
        """Compute a step of the windows of metrics; return how many. One that fails is left out."""
        done = 0
        for metric in due:
            ends = self._windows.take(metric, until, STEP_WINDOWS - done)
            done += len(ends)
            try:
                self._metric(metric, ends)
            except (ArithmeticError, LookupError, ValueError):
                LOG.exception("the metric %s of %s failed", metric.name, metric.asset_id)
            if done >= STEP_WINDOWS:
                break
        return done

    def _transform(self, computed: Series, triggers: Sequence[Point]) -> None:
        times = [point.time_ns for point in triggers]
        inputs = TransformInputs(self._sources, computed, times[0], times[-1])
        self._give(computed, ((time, computed.evaluate(inputs.at(time))) for time in times))

    def _metric(self, computed: Series, ends: Sequence[int]) -> None:
        for run in _runs(ends, computed.windows.interval):
            self._give(computed, self._results(computed, run))

    def _results(self, computed: Series, ends: Sequence[int]) -> Iterator[tuple[int, Value | None]]:
        """Yield a metric's result for each window; quiet ones after a quiet one have the same."""
        inputs = MetricInputs(self._sources, computed, ends[0], ends[-1])
        tells_time = any(
            isinstance(one, Call) and one.function in ("now", "timestamp")
            for one in walk(computed.formula)
        )
        result: Value | None = None
        repeats = False
        for end in ends:
            inputs.at(end)
            quiet = inputs.is_quiet and not tells_time
            if not (quiet and repeats):
                result = computed.evaluate(inputs)
            repeats = quiet
            yield end * NANOSECONDS, result

    def _give(self, computed: Series, found: Iterator[tuple[int, Value | None]]) -> None:
        """Store and announce the results that are of the property's type."""
        kept = ((time, stored(result, computed.data_type)) for time, result in found)
        points = [Point(time, GOOD, value) for time, value in kept if value is not None]
        if points:
            self._emit(computed, points)


def _runs(ends: Sequence[int], interval: int) -> Iterator[Sequence[int]]:
    """Yield the ends of windows in runs that are close to one another and not too long."""
    start = 0
    for place in range(1, len(ends)):
        gap = ends[place] - ends[place - 1]
        if gap > FAR_INTERVALS * interval or ends[place] - ends[start] >= RUN_SECONDS:
            yield ends[start:place]
            start = place
    yield ends[start:]
