"""What the variables of transforms and metrics stand for.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/transforms.html
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/metrics.html

Both read what is there when they are computed, and of that what is not newer than their result:
values that come later, out of order, change no other result than those of their own time or window.
An attribute is different: it has its latest value in all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twin.formula.inputs import Sample
from twin.formula.values import Value
from twin.formula.windows import Window
from twin_local.services.iotsitewise.histories import History, attribute, newest
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.series_index import SeriesIndex
from twin_local.services.iotsitewise.shapes import NANOSECONDS
from twin_local.services.iotsitewise.store import Store


@dataclass(frozen=True)
class Sources:
    """Where variables come from, and what the time is."""

    index: SeriesIndex
    store: Store
    now: Callable[[], float]


class TransformInputs:
    """The inputs of a transform for triggers between two times; `at` moves to one of them."""

    def __init__(self, sources: Sources, computed: Series, first_ns: int, last_ns: int) -> None:
        self._store, self.now = sources.store, sources.now
        self._series = {name: one for name, (one,) in sources.index.inputs(computed).items()}
        self._attributes: dict[str, Sample | None] = {}
        self._histories: dict[str, History] = {}
        self._first_ns, self._last_ns = first_ns, last_ns
        self._time_ns = first_ns

    @property
    def moment(self) -> float:
        """The time of the trigger."""
        return self._time_ns / NANOSECONDS

    def at(self, time_ns: int) -> TransformInputs:
        """Return the inputs as they are for a trigger of this time."""
        self._time_ns = time_ns
        return self

    def latest(self, name: str) -> Sample | None:
        """Return a variable's newest value that is not newer than the trigger."""
        return self._until(name, self._time_ns)

    def before(self, name: str) -> Sample | None:
        """Return a variable's newest value that is older than the trigger."""
        return self._until(name, self._time_ns - 1)

    def window(self, name: str) -> Window:
        """Refuse: a transform sees single values."""
        raise ValueError(f"{name} has no window in a transform")

    def _until(self, name: str, time_ns: int) -> Sample | None:
        series = self._series.get(name)
        if series is None:
            return None
        if series.kind == "attribute":
            if name not in self._attributes:
                self._attributes[name] = attribute(self._store, series)
            return self._attributes[name]
        if self._first_ns == self._last_ns:
            return newest(self._store, series.key, time_ns)
        if name not in self._histories:
            span = (self._first_ns, self._last_ns)
            self._histories[name] = History(self._store, series, *span)
        return self._histories[name].until(time_ns)


class MetricInputs:
    """The inputs of a metric for windows between two times; `at` moves to one of them.

    Points of child assets stand together, in the order of time.
    """

    def __init__(self, sources: Sources, computed: Series, first_end: int, last_end: int) -> None:
        self._store, self.now = sources.store, sources.now
        self._interval = computed.windows.interval
        self._series = sources.index.inputs(computed)
        self._end = first_end
        span = (self._start_ns + 1, last_end * NANOSECONDS)
        self._histories = {
            one.key: History(self._store, one, *span)
            for series in self._series.values()
            for one in series
            if one.kind != "attribute"
        }
        self._attributes: dict[str, Sample | None] = {}

    @property
    def moment(self) -> float:
        """The end of the window."""
        return float(self._end)

    @property
    def is_quiet(self) -> bool:
        """Whether no input has a value in the window."""
        span = (self._start_ns, self._end_ns)
        return all(one.is_empty(*span) for one in self._histories.values())

    def at(self, end: int) -> MetricInputs:
        """Return the inputs as they are for the window of this end."""
        self._end = end
        return self

    def latest(self, name: str) -> Sample | None:
        """Return an attribute's latest value, another variable's last one of the window."""
        points = self.window(name).points
        return Sample(*points[-1]) if points else None

    def before(self, name: str) -> Sample | None:
        """Refuse: a metric has no trigger."""
        raise ValueError(f"pretrigger({name}) is for transforms only")

    def window(self, name: str) -> Window:
        """Return a variable's points in the window; an attribute has one, as at all times."""
        sources = self._series.get(name, [])
        found = [self._seen(series) for series in sources]
        points = [point for inside, _ in found for point in inside]
        if len(sources) > 1:
            points.sort(key=lambda point: point[0])
        before = [sample for _, sample in found if sample is not None]
        last = max(before, key=lambda one: one.time, default=None)
        return Window(self._end - self._interval, self._end, tuple(points), last)

    @property
    def _end_ns(self) -> int:
        return self._end * NANOSECONDS

    @property
    def _start_ns(self) -> int:
        return (self._end - self._interval) * NANOSECONDS

    def _seen(self, series: Series) -> tuple[list[tuple[float, Value]], Sample | None]:
        """Return the points in the window, and what it begins with."""
        if series.kind == "attribute":
            value = self._attribute(series)
            return ([(float(self._end), value.value)] if value else []), value
        history = self._histories[series.key]
        return history.between(self._start_ns, self._end_ns), history.until(self._start_ns)

    def _attribute(self, series: Series) -> Sample | None:
        if series.key not in self._attributes:
            self._attributes[series.key] = attribute(self._store, series)
        return self._attributes[series.key]
