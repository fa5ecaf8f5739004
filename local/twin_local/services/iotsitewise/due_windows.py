"""Which windows of metrics are to be computed: those whose values are new, those that ended.

What waits is in the store, written with the values that let it wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from twin_local.services.iotsitewise.histories import GOOD
from twin_local.services.iotsitewise.metric_needs import carried, is_every
from twin_local.services.iotsitewise.points.chunk_table import FOREVER_NS
from twin_local.services.iotsitewise.points.waiting_table import Waiting
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.series_index import SeriesIndex
from twin_local.services.iotsitewise.shapes import NANOSECONDS
from twin_local.services.iotsitewise.store import Point, Store

CLOCK = "metric-clock"
NEVER = 2**62
Key = tuple[str, str]


class DueWindows:
    """Keeps what waits; whoever calls holds the lock of the service."""

    def __init__(self, *, index: SeriesIndex, store: Store, now: Callable[[], float]) -> None:
        self._index, self._store, self._now = index, store, now
        self._every: list[Series] = []
        self._rolled: dict[Key, int] = {}
        """The end of the last window of each that was let wait."""
        self._depths: dict[Key, int] = {}
        self._waiting: dict[Key, set[Waiting]] = {}
        self._revision, self._checked, self._soonest = -1, 0, NEVER
        self._reread()
        store.on_undone.append(self._reread)

    def touch(self, metric: Series, series: Series, points: Sequence[Point]) -> None:
        """Let the windows of a metric wait that use new GOOD points, in order, of a series."""
        windows, times = metric.windows, [point.time_ns for point in points]
        if windows.end(times[0]) <= self._now() and series.property_id in carried(metric):
            spans = [*self._carried_on(metric, series, times)]
        else:
            spans = [(end - windows.interval, end) for end in windows.ends_of(times)]
        self._add([Waiting(*_key(metric), *span) for span in spans])

    def roll(self, now: int) -> None:
        """Let windows wait that have ended by themselves, of the metrics that want them all."""
        self._refresh()
        if now >= self._soonest:
            found: list[Waiting] = []
            for metric in self._every:
                key = _key(metric)
                if ended := metric.windows.ended(self._rolled[key], now):
                    self._rolled[key] = ended[-1]
                    found.append(Waiting(*key, ended[0] - metric.windows.interval, ended[-1]))
            self._soonest = min(map(self._next, self._every), default=NEVER)
            with self._store.transaction():
                self._add(found)
                self._store.put_document("configuration", CLOCK, {"checked": now})
        self._checked = now

    def due(self, until: int) -> list[Series]:
        """Return the metrics with windows that end up to a time, the parts before the whole.

        Windows whose metric is gone, with its model or asset, wait no more.
        """
        found: list[Series] = []
        for key, waiting in list(self._waiting.items()):
            metric = self._index.known(*key)
            if metric is None or metric.kind != "metric":
                self._remove(list(waiting))
            elif any(_last_end(metric, one) <= until for one in waiting):
                found.append(metric)
        return sorted(found, key=self._depth)

    def take(self, metric: Series, until: int, most: int) -> list[int]:
        """Return the ends of windows, in order, that are computed now and wait no more."""
        windows = metric.windows
        taken: set[int] = set()
        for one in sorted(self._waiting.get(_key(metric), ())):
            if _last_end(metric, one) > until:
                continue
            if len(taken) >= most:
                break
            ends = windows.ends(one.after_s * NANOSECONDS, one.until_s * NANOSECONDS)
            now = ends[: most - len(taken)]
            taken.update(now)
            self._remove([one])
            if len(now) < len(ends):
                self._add([one._replace(after_s=now[-1])])
        return sorted(taken)

    def _carried_on(
        self, metric: Series, series: Series, times: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        """Yield the spans from new points, in order, to the window that has the next old point."""
        first, last, windows = times[0], times[-1], metric.windows
        there = self._store.columns(series.key, GOOD, after_ns=first - 1, until_ns=last)
        after = self._store.columns(series.key, GOOD, after_ns=last, until_ns=FOREVER_NS, limit=1)
        ended = windows.end(int(self._now()) * NANOSECONDS + 1) - windows.interval
        new, begun = set(times), first
        for time, following in pairwise([*there.times.tolist(), *after.times.tolist(), FOREVER_NS]):
            if time in new and following not in new:
                until = max(windows.end(time), min(ended, windows.end(following)))
                yield windows.end(begun) - windows.interval, until
            if time not in new:
                begun = following

    def _refresh(self) -> None:
        """Learn what metrics there are; a new one begins with the first window it sees end."""
        if self._revision == self._index.revision:
            return
        self._revision = self._index.revision
        self._depths = {}
        metrics = [one for one in self._index.all() if one.kind == "metric"]
        self._every = [one for one in metrics if is_every(one, self._index.inputs(one))]
        self._rolled = {
            _key(one): self._rolled.get(_key(one), self._first(one)) for one in self._every
        }
        self._soonest = min(map(self._next, self._every), default=NEVER)

    def _first(self, metric: Series) -> int:
        created = metric.windows.first_end(metric.created_at) - metric.windows.interval
        return max(self._checked, created)

    def _next(self, metric: Series) -> int:
        return metric.windows.end(self._rolled[_key(metric)] * NANOSECONDS + 1)

    def _depth(self, metric: Series) -> int:
        self._refresh()
        key = _key(metric)
        if key not in self._depths:
            sources = [one for some in self._index.inputs(metric).values() for one in some]
            below = [self._depth(one) for one in sources if one.kind == "metric"]
            self._depths[key] = 1 + max(below, default=0)
        return self._depths[key]

    def _add(self, waiting: Sequence[Waiting]) -> None:
        new = [one for one in waiting if one not in self._waiting.get(one[:2], ())]
        if not new:
            return
        with self._store.transaction():
            self._store.waiting.add(new)
        for one in new:
            self._waiting.setdefault(one[:2], set()).add(one)

    def _remove(self, waiting: Sequence[Waiting]) -> None:
        with self._store.transaction():
            self._store.waiting.remove(waiting)
        for one in waiting:
            rest = self._waiting[one[:2]]
            rest.discard(one)
            if not rest:
                del self._waiting[one[:2]]

    def _reread(self) -> None:
        """Begin with what the store has: after a start, and after a transaction undone."""
        known = self._store.documents("configuration").get(CLOCK)
        self._checked = int(known["checked"] if known else self._now())
        self._revision = -1
        self._rolled, self._waiting = {}, {}
        for one in self._store.waiting.all():
            self._waiting.setdefault(one[:2], set()).add(one)


def _key(series: Series) -> Key:
    return series.asset_id, series.property_id


def _last_end(metric: Series, waiting: Waiting) -> int:
    return metric.windows.end(waiting.until_s * NANOSECONDS)
