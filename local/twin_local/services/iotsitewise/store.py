"""Where models, assets and values live: one SQLite database, in memory or in a folder.

With a folder, a value that was acknowledged survives a killed process (write-ahead log, every
commit synced).
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any, Literal

from twin_local.services.iotsitewise.points.columns import Columns, Value
from twin_local.services.iotsitewise.points.migration import take_over_rows
from twin_local.services.iotsitewise.points.statistics import Statistics
from twin_local.services.iotsitewise.points.table import QUALITIES, Point, PointTable
from twin_local.services.iotsitewise.points.waiting_table import WaitingTable

__all__ = ["Columns", "Json", "Kind", "Point", "Statistics", "Store", "Value"]

Json = dict[str, Any]
Kind = Literal[
    "asset-model", "asset", "association", "client-token", "time-series", "configuration", "job"
]
SCHEMA = Path(__file__).with_name("schema.sql")


class Store:
    """Documents by kind and id, and points by series, time and quality."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.RLock()
        self._database = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None
        )
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.executescript(SCHEMA.read_text(encoding="utf-8"))
        self._points = PointTable(self._database)
        self.waiting = WaitingTable(self._database)
        self._after_commit: list[Callable[[], None]] = []
        self.on_undone: list[Callable[[], None]] = []
        """Hear of a transaction that was undone: what is kept beside the store is read anew."""
        with self.transaction():
            take_over_rows(self._database, self._points)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all that happens within, or nothing; may be nested."""
        with self._lock:
            if self._database.in_transaction:
                yield
                return
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                self._after_commit.clear()
                self._points.undone()
                for undone in self.on_undone:
                    undone()
                raise
            actions, self._after_commit = self._after_commit, []
        for action in actions:
            action()

    def after_commit(self, action: Callable[[], None]) -> None:
        """Do something when the transaction that is open is committed, at once if none is."""
        with self._lock:
            if self._database.in_transaction:
                self._after_commit.append(action)
                return
        action()

    def documents(self, kind: Kind) -> dict[str, Json]:
        """Return all documents of a kind by id."""
        with self._lock:
            rows = self._database.execute("SELECT id, body FROM document WHERE kind = ?", (kind,))
            return {key: json.loads(body) for key, body in rows}

    def put_document(self, kind: Kind, key: str, body: Json) -> None:
        """Write a document."""
        with self.transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?)", (kind, key, json.dumps(body))
            )

    def delete_document(self, kind: Kind, key: str) -> None:
        """Remove a document."""
        with self.transaction():
            self._database.execute("DELETE FROM document WHERE kind = ? AND id = ?", (kind, key))

    def put_points(self, series: str, points: Iterable[Point]) -> None:
        """Write points; the same time and quality overwrites."""
        with self.transaction():
            self._points.put(series, points)

    def put_columns(self, series: str, quality: str, given: Columns) -> None:
        """Write many values of one quality at once; the same times overwrite."""
        with self.transaction():
            self._points.put_columns(series, quality, given)

    def delete_series(self, series: str) -> None:
        """Remove all points of a series."""
        with self.transaction():
            self._points.delete(series)

    def rename_series(self, series: str, new: str) -> None:
        """Give the points of a series to another one that has none."""
        with self.transaction():
            if self._points.names.known(series) is not None:
                self._points.delete(new)
                self._points.names.rename(series, new)

    def cut(self, series: str, before_ns: int) -> None:
        """Remove the points of a series that are older than a time."""
        with self.transaction():
            self._points.cut(series, before_ns)

    def series(self) -> list[str]:
        """Return the names of the series that have had a point."""
        with self._lock:
            return [name for name, _ in self._points.names.all()]

    def columns(
        self,
        series: str,
        quality: str,
        *,
        after_ns: int,
        until_ns: int,
        descending: bool = False,
        limit: int | None = None,
    ) -> Columns:
        """Return times and values of one quality with `after_ns < time <= until_ns`, in order."""
        with self._lock:
            return self._points.read(
                series,
                quality,
                after_ns=after_ns,
                until_ns=until_ns,
                descending=descending,
                limit=limit,
            )

    def points(
        self,
        series: str,
        *,
        after_ns: int,
        until_ns: int,
        quality: str,
        descending: bool = False,
        limit: int | None = None,
    ) -> list[Point]:
        """Return points of one quality with `after_ns < time <= until_ns` in the order of time."""
        found = self.columns(
            series,
            quality,
            after_ns=after_ns,
            until_ns=until_ns,
            descending=descending,
            limit=limit,
        )
        times, values = found.times.tolist(), found.values.tolist()
        return [*map(Point, times, repeat(quality, len(times)), values)]

    def latest(self, series: str, *, until_ns: int, quality: str | None = None) -> Point | None:
        """Return the newest point at or before a time, of one quality or of any."""
        with self._lock:
            found = [
                point
                for one in ([quality] if quality else QUALITIES)
                if (point := self._points.latest(series, one, until_ns))
            ]
        return max(found, key=lambda point: point.time_ns, default=None)

    def statistics(
        self, series: str, quality: str, *, after_ns: int, until_ns: int, step_ns: int
    ) -> list[tuple[int, Statistics]]:
        """Return the statistics of each window of `step_ns` that has points, by its end."""
        with self._lock:
            return self._points.statistics(
                series, quality, after_ns=after_ns, until_ns=until_ns, step_ns=step_ns
            )

    def note_days(self, *, on: bool) -> None:
        """Note from now on, or no more, which days of a series the cold tier has not got."""
        with self.transaction():
            if on and not self._points.notes_days:
                self._points.notes_days = True
                self._points.note_all()
            self._points.notes_days = on

    def resume_days(self) -> None:
        """Go on noting days, after a start."""
        self._points.notes_days = True

    def unexported(self) -> list[tuple[str, int]]:
        """Return the series and days (since 1970, UTC) that the cold tier has not got."""
        with self._lock:
            return list(self._points.unexported())

    def exported(self, series: str, day: int) -> None:
        """Note that the cold tier has a day of a series."""
        with self.transaction():
            self._points.exported(series, day)

    def close(self) -> None:
        """Close the database."""
        self._database.close()
