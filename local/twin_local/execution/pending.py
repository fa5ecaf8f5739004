"""What was accepted to be done in the background, on the disk until it is done.

An event that was accepted is delivered at least once: what a process had not finished at its end,
the next one takes up.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE_NAME = "pending.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS pending (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Held:
    """One thing to do that an earlier process had not finished."""

    id: int
    body: dict[str, Any]


class Pending:
    """A list of things to do by kind; safe to share between threads. Without a path, in memory."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._database = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None
        )
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute(SCHEMA)

    def add(self, kind: str, body: dict[str, Any]) -> int:
        """Keep a thing to do and return its id; it is on the disk then.

        Raises:
            sqlite3.Error: it cannot be written.
        """
        text = json.dumps(body, default=str)
        with self._lock:
            added = self._database.execute(
                "INSERT INTO pending (kind, body) VALUES (?, ?)", (kind, text)
            )
        return added.lastrowid or 0

    def change(self, id: int, body: dict[str, Any]) -> None:
        """Keep how far a thing to do has come."""
        with self._lock:
            if not self._closed:
                self._database.execute(
                    "UPDATE pending SET body = ? WHERE id = ?", (json.dumps(body, default=str), id)
                )

    def done(self, id: int) -> None:
        """Forget a thing that is done or given up."""
        with self._lock:
            if not self._closed:
                self._database.execute("DELETE FROM pending WHERE id = ?", (id,))

    def held(self, kind: str) -> Iterator[Held]:
        """Yield what is to do, oldest first."""
        with self._lock:
            rows = self._database.execute(
                "SELECT id, body FROM pending WHERE kind = ? ORDER BY id", (kind,)
            ).fetchall()
        for id, body in rows:
            yield Held(id, json.loads(body))

    def close(self) -> None:
        """Close the file; what still runs is taken up by the next process."""
        with self._lock:
            self._closed = True
            self._database.close()
