"""The table of chunks: values that lie compressed, found and merged by time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from twin_local.services.iotsitewise.points.chunks import CHUNK_POINTS, decode, encode
from twin_local.services.iotsitewise.points.columns import Columns, merged
from twin_local.services.iotsitewise.points.statistics import Statistics, statistics_of

FOREVER_NS = 2**62
STATISTICS = "n, numbers, total, minimum, maximum, deviations"
OVERLAPPING = (
    "FROM chunk WHERE series = ? AND quality = ? AND first_ns <= ? AND first_ns >= coalesce("
    "(SELECT max(first_ns) FROM chunk WHERE series = ? AND quality = ? AND first_ns <= ?), ?)"
)
"""Chunks do not overlap, so only the last one that begins before a range can reach into it."""


@dataclass(frozen=True)
class Place:
    """Where a chunk lies in time, without its values."""

    number: int
    first_ns: int
    last_ns: int
    statistics: Statistics


class ChunkTable:
    """Reads and writes chunks; whoever calls holds the lock and, to write, a transaction."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def places(self, series: int, quality: int, first_ns: int, last_ns: int) -> list[Place]:
        """Return the chunks that may have values within two times, both inclusive, by time."""
        rows = self._database.execute(
            f"SELECT number, first_ns, last_ns, {STATISTICS} {OVERLAPPING} ORDER BY first_ns",
            (series, quality, last_ns, series, quality, first_ns, -FOREVER_NS),
        )
        return [
            Place(number, first, last, Statistics(*rest)) for number, first, last, *rest in rows
        ]

    def read(self, number: int) -> Columns:
        """Return the values of a chunk."""
        (data,) = self._database.execute(
            "SELECT data FROM chunk WHERE number = ?", (number,)
        ).fetchone()
        return decode(data)

    def each(
        self, series: int, quality: int, first_ns: int, last_ns: int, *, descending: bool
    ) -> Iterator[Columns]:
        """Yield the values of the chunks within two times, both inclusive, chunk by chunk."""
        order = "DESC" if descending else "ASC"
        rows = self._database.execute(
            f"SELECT data {OVERLAPPING} ORDER BY first_ns {order}",
            (series, quality, last_ns, series, quality, first_ns, -FOREVER_NS),
        )
        for (data,) in rows:
            yield decode(data)

    def newest(self, series: int, quality: int, after_ns: int, until_ns: int) -> Columns | None:
        """Return the values that the newest value within two times is the last of, if any."""
        row = self._database.execute(
            "SELECT last_ns, data FROM chunk WHERE series = ? AND quality = ? AND first_ns <= ? "
            "ORDER BY first_ns DESC LIMIT 1",
            (series, quality, until_ns),
        ).fetchone()
        if row is None or row[0] <= after_ns:
            return None
        found = decode(row[1]).between(after_ns, until_ns)
        return found if len(found) else None

    def merge(self, series: int, quality: int, given: Columns) -> None:
        """Put values into the chunks they fall into, or into new ones; the new values stand."""
        known = self.places(series, quality, int(given.times[0]), int(given.times[-1]))
        firsts = np.array([one.first_ns for one in known], dtype=np.int64)
        owners = np.searchsorted(firsts, given.times, side="right") - 1
        starts = np.concatenate(([0], np.flatnonzero(np.diff(owners)) + 1, [len(owners)]))
        made: list[Columns] = []
        gone: list[int] = []
        for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            part, owner = given.part(start, end), int(owners[start])
            if owner >= 0 and _belongs(part, known[owner]):
                part = merged([self.read(known[owner].number), part])
                gone.append(known[owner].number)
            made += [part.part(at, at + CHUNK_POINTS) for at in range(0, len(part), CHUNK_POINTS)]
        self.delete(gone)
        self._insert(series, quality, made)

    def delete(self, numbers: list[int]) -> None:
        """Remove chunks."""
        rows = [(number,) for number in numbers]
        self._database.executemany("DELETE FROM chunk WHERE number = ?", rows)

    def cut(self, series: int, quality: int, before_ns: int) -> None:
        """Remove values older than a time."""
        for place in self.places(series, quality, -FOREVER_NS, before_ns):
            if place.first_ns >= before_ns:
                continue
            kept = self.read(place.number).between(before_ns - 1, FOREVER_NS)
            self.delete([place.number])
            self._insert(series, quality, [kept] if len(kept) else [])

    def _insert(self, series: int, quality: int, parts: list[Columns]) -> None:
        self._database.executemany(
            f"INSERT INTO chunk (series, quality, first_ns, last_ns, {STATISTICS}, data) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(series, quality, *_row(part)) for part in parts],
        )


def _belongs(part: Columns, place: Place) -> bool:
    """Tell whether values have to go into the chunk before them, or fit into it."""
    within = int(part.times[0]) <= place.last_ns
    return within or place.statistics.count + len(part) <= CHUNK_POINTS


def _row(part: Columns) -> tuple[object, ...]:
    known = statistics_of(part)
    numbers = (known.total, known.minimum, known.maximum, known.deviations)
    return (
        int(part.times[0]),
        int(part.times[-1]),
        known.count,
        known.numbers,
        *numbers,
        encode(part),
    )
