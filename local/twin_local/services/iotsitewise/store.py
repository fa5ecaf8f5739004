"""Where models, assets and values live: one SQLite database, in memory or in a folder.

With a folder, a value that was acknowledged survives a killed process (write-ahead log, every
commit synced).
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["asset-model", "asset", "association", "client-token"]
Value = float | int | str | None
SCHEMA = Path(__file__).with_name("schema.sql")


@dataclass(frozen=True, slots=True)
class Point:
    """One value of one series at its source time in nanoseconds since 1970."""

    time_ns: int
    quality: str
    value: Value


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
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

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
        rows = [(series, point.time_ns, point.quality, point.value) for point in points]
        with self.transaction():
            self._database.executemany("INSERT OR REPLACE INTO point VALUES (?, ?, ?, ?)", rows)

    def delete_series(self, series: str) -> None:
        """Remove all points of a series."""
        with self.transaction():
            self._database.execute("DELETE FROM point WHERE series = ?", (series,))

    def points(
        self,
        series: str,
        *,
        after_ns: int,
        until_ns: int,
        quality: str | None = None,
        descending: bool = False,
        limit: int = -1,
        offset: int = 0,
    ) -> list[Point]:
        """Return points with `after_ns < time <= until_ns` in the order of time."""
        order = "DESC" if descending else "ASC"
        only = "AND quality = ?" if quality else ""
        sql = (
            "SELECT time_ns, quality, value FROM point WHERE series = ? AND time_ns > ? "
            f"AND time_ns <= ? {only} ORDER BY time_ns {order}, quality LIMIT ? OFFSET ?"
        )
        values = [series, after_ns, until_ns, *([quality] if quality else []), limit, offset]
        with self._lock:
            return [Point(*row) for row in self._database.execute(sql, values)]

    def latest(self, series: str, *, until_ns: int, quality: str | None = None) -> Point | None:
        """Return the newest point at or before a time."""
        found = self.points(
            series, after_ns=-1, until_ns=until_ns, quality=quality, descending=True, limit=1
        )
        return found[0] if found else None

    def close(self) -> None:
        """Close the database."""
        self._database.close()
