"""All values: those of the tail over those of the chunks.

The key is (series, quality, time). A value that is written goes into the tail with the commit of
who wrote it. When a series has enough there, the same commit moves them into chunks, so that a
killed process leaves either both or neither.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from twin_local.services.iotsitewise.points.chunk_table import FOREVER_NS, ChunkTable
from twin_local.services.iotsitewise.points.columns import Columns, Value, columns, in_order, merged
from twin_local.services.iotsitewise.points.names import SeriesNames
from twin_local.services.iotsitewise.points.statistics import Statistics, by_window, window_end
from twin_local.services.iotsitewise.points.tail_table import TAIL_POINTS, TailTable

QUALITIES = ("BAD", "GOOD", "UNCERTAIN")
DAY_NS = 86_400 * 1_000_000_000
TABLES = ("tail", "chunk", "unexported")


class Point(NamedTuple):
    """One value of one series at its source time in nanoseconds since 1970.

    A tuple, since a page of history makes thousands of them.
    """

    time_ns: int
    quality: str
    value: Value


class PointTable:
    """Reads and writes values; whoever calls holds the lock and, to write, a transaction."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.names = SeriesNames(database)
        self._tail, self._chunks = TailTable(database), ChunkTable(database)
        self._noted: set[tuple[int, int]] = set()
        self.notes_days = False
        """Whether the days of new values are noted for the cold tier."""

    def undone(self) -> None:
        """Forget what a transaction that was undone had added."""
        self.names.reread()
        self._tail.recount()
        self._noted.clear()

    def put(self, name: str, points: Iterable[Point]) -> None:
        """Write values; many of them go past the tail."""
        series = self.names.number(name)
        by_quality: defaultdict[int, list[tuple[int, Value]]] = defaultdict(list)
        for point in points:
            by_quality[QUALITIES.index(point.quality)].append((point.time_ns, point.value))
        for quality, values in by_quality.items():
            if len(values) >= TAIL_POINTS:
                self.put_columns(name, QUALITIES[quality], in_order(values))
                continue
            self._note(series, {time_ns // DAY_NS for time_ns, _ in values})
            if self._tail.put(series, quality, values):
                self._compact(series, quality)

    def put_columns(self, name: str, quality: str, given: Columns) -> None:
        """Write many values at once, past the tail."""
        if not len(given):
            return
        series, code = self.names.number(name), QUALITIES.index(quality)
        first, last = int(given.times[0]) - 1, int(given.times[-1])
        tail = self._tail.read(series, code, first, last)
        if len(tail):
            self._tail.delete(series, code, first, last)
        self._chunks.merge(series, code, merged([tail, given]))
        self._note(series, set((given.times // DAY_NS).tolist()) if self.notes_days else set())

    def read(
        self,
        name: str,
        quality: str,
        *,
        after_ns: int,
        until_ns: int,
        descending: bool = False,
        limit: int | None = None,
    ) -> Columns:
        """Return values in the order of time; with a limit, the first ones of that order."""
        series, code = self.names.known(name), QUALITIES.index(quality)
        if series is None or after_ns >= until_ns:
            return columns([], [])
        parts: list[Columns] = []
        count = 0
        for chunk in self._chunks.each(series, code, after_ns + 1, until_ns, descending=descending):
            parts.append(chunk.between(after_ns, until_ns))
            count += len(parts[-1])
            if limit is not None and count >= limit:
                break
        # The tail may reach further than the chunks that were read, and then stands behind them.
        found = merged([*parts, self._tail.read(series, code, after_ns, until_ns)])
        found = found.reversed() if descending else found
        return found if limit is None else found.part(0, limit)

    def latest(self, name: str, quality: str, until_ns: int) -> Point | None:
        """Return the newest value of a quality at or before a time."""
        series, code = self.names.known(name), QUALITIES.index(quality)
        if series is None:
            return None
        tail = self._tail.newest(series, code, until_ns)
        known_ns = -FOREVER_NS if tail is None else tail[0]
        chunk = self._chunks.newest(series, code, known_ns, until_ns)
        if chunk is not None:
            return Point(int(chunk.times[-1]), quality, chunk.values[-1:].tolist()[0])
        return None if tail is None else Point(tail[0], quality, tail[1])

    def statistics(
        self, name: str, quality: str, *, after_ns: int, until_ns: int, step_ns: int
    ) -> list[tuple[int, Statistics]]:
        """Return the end and the statistics of each window that has values, by time.

        A chunk that lies within one window and has no newer value in the tail is not read.
        """
        series, code = self.names.known(name), QUALITIES.index(quality)
        if series is None or after_ns >= until_ns:
            return []
        tail = self._tail.read(series, code, after_ns, until_ns)
        whole: list[tuple[int, Statistics]] = []
        parts: list[Columns] = []
        for place in self._chunks.places(series, code, after_ns + 1, until_ns):
            end = window_end(place.first_ns, step_ns)
            inside = after_ns < place.first_ns and place.last_ns <= until_ns
            same = inside and end == window_end(place.last_ns, step_ns)
            if same and not len(tail.between(place.first_ns - 1, place.last_ns)):
                whole.append((end, place.statistics))
            else:
                parts.append(self._chunks.read(place.number).between(after_ns, until_ns))
        windows: dict[int, Statistics] = {}
        for end, known in [*whole, *by_window(merged([*parts, tail]), step_ns)]:
            windows[end] = windows[end].joined(known) if end in windows else known
        return sorted(windows.items(), key=lambda item: item[0])

    def cut(self, name: str, before_ns: int) -> None:
        """Remove values older than a time."""
        series = self.names.number(name)
        for code in range(len(QUALITIES)):
            self._tail.delete(series, code, -FOREVER_NS, before_ns - 1)
            self._chunks.cut(series, code, before_ns)

    def delete(self, name: str) -> None:
        """Remove a series with all its values."""
        series = self.names.known(name)
        if series is None:
            return
        for table in TABLES:
            self._database.execute(f"DELETE FROM {table} WHERE series = ?", (series,))
        self.names.remove(name)
        self._tail.forget(series)
        self._noted = {one for one in self._noted if one[0] != series}

    def note_all(self) -> None:
        """Note every day of every series for the cold tier."""
        for name, series in self.names.all():
            for quality in QUALITIES:
                found = self.read(name, quality, after_ns=-FOREVER_NS, until_ns=FOREVER_NS)
                self._note(series, set((found.times // DAY_NS).tolist()))

    def unexported(self) -> Iterator[tuple[str, int]]:
        """Yield the series and days that the cold tier does not have yet."""
        yield from self._database.execute(
            "SELECT name, day FROM unexported JOIN series ON number = series ORDER BY name, day"
        ).fetchall()

    def exported(self, name: str, day: int) -> None:
        """Note that the cold tier has a day of a series."""
        series = self.names.number(name)
        self._noted.discard((series, day))
        self._database.execute("DELETE FROM unexported WHERE series = ? AND day = ?", (series, day))

    def _compact(self, series: int, quality: int) -> None:
        self._chunks.merge(
            series, quality, self._tail.read(series, quality, -FOREVER_NS, FOREVER_NS)
        )
        self._tail.delete(series, quality, -FOREVER_NS, FOREVER_NS)

    def _note(self, series: int, days: set[int]) -> None:
        new = {(series, day) for day in days} - self._noted if self.notes_days else set()
        if new:
            self._database.executemany("INSERT OR IGNORE INTO unexported VALUES (?, ?)", new)
            self._noted |= new
