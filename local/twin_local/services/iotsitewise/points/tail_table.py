"""The table of the newest values, row by row, until they are enough for a chunk."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Sequence

from twin_local.services.iotsitewise.points.columns import Columns, Value, columns

TAIL_POINTS = 256
NAN = b"NaN"
"""SQLite has no NaN (it would become NULL), so it is kept as these bytes."""


class TailTable:
    """Reads and writes rows; whoever calls holds the lock and, to write, a transaction."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._counts: Counter[tuple[int, int]] = Counter()
        self.recount()

    def recount(self) -> None:
        """Count the rows anew, after a transaction that was undone."""
        rows = self._database.execute(
            "SELECT series, quality, count(*) FROM tail GROUP BY series, quality"
        )
        self._counts = Counter({(series, quality): count for series, quality, count in rows})

    def put(self, series: int, quality: int, values: Sequence[tuple[int, Value]]) -> bool:
        """Write values; return whether there are enough of them for a chunk."""
        self._database.executemany(
            "INSERT OR REPLACE INTO tail VALUES (?, ?, ?, ?)",
            [(series, quality, time_ns, _kept(value)) for time_ns, value in values],
        )
        self._counts[series, quality] += len(values)
        return self._counts[series, quality] >= TAIL_POINTS

    def read(self, series: int, quality: int, after_ns: int, until_ns: int) -> Columns:
        """Return the values later than one time and not later than another."""
        rows = self._database.execute(
            "SELECT time_ns, value FROM tail WHERE series = ? AND quality = ? AND time_ns > ? "
            "AND time_ns <= ? ORDER BY time_ns",
            (series, quality, after_ns, until_ns),
        ).fetchall()
        return columns([row[0] for row in rows], [_value(row[1]) for row in rows])

    def newest(self, series: int, quality: int, until_ns: int) -> tuple[int, Value] | None:
        """Return the newest value at or before a time."""
        row = self._database.execute(
            "SELECT time_ns, value FROM tail WHERE series = ? AND quality = ? AND time_ns <= ? "
            "ORDER BY time_ns DESC LIMIT 1",
            (series, quality, until_ns),
        ).fetchone()
        return None if row is None else (row[0], _value(row[1]))

    def delete(self, series: int, quality: int, after_ns: int, until_ns: int) -> None:
        """Remove the values later than one time and not later than another."""
        self._database.execute(
            "DELETE FROM tail WHERE series = ? AND quality = ? AND time_ns > ? AND time_ns <= ?",
            (series, quality, after_ns, until_ns),
        )
        row = self._database.execute(
            "SELECT count(*) FROM tail WHERE series = ? AND quality = ?", (series, quality)
        ).fetchone()
        self._counts[series, quality] = row[0]

    def forget(self, series: int) -> None:
        """Forget the count of a series that was removed."""
        for key in [one for one in self._counts if one[0] == series]:
            del self._counts[key]


def _kept(value: Value) -> Value | bytes:
    return NAN if isinstance(value, float) and math.isnan(value) else value


def _value(kept: Value | bytes) -> Value:
    return math.nan if isinstance(kept, bytes) else kept
