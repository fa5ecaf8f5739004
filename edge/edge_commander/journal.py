"""What the commander did with each request, so that a restart does nothing twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from twin.commands.shadow import Reported

_SCHEMA = """
CREATE TABLE IF NOT EXISTS request (
  request_id TEXT PRIMARY KEY,
  command_id TEXT NOT NULL,
  started_at REAL NOT NULL,
  answer TEXT,
  reported INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID
"""

Progress = Literal["new", "started", "answered"]


class Journal:
    """One SQLite file; a request is noted before the PLC is touched."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def progress(self, request_id: str) -> Progress:
        """Return how far a request got."""
        row = self._connection.execute(
            "SELECT answer FROM request WHERE request_id = ?", (request_id,)
        ).fetchone()
        if row is None:
            return "new"
        return "started" if row[0] is None else "answered"

    def start(self, request_id: str, command_id: str, *, now: float) -> None:
        """Note that the PLC is about to be touched for a request."""
        self._connection.execute(
            "INSERT INTO request (request_id, command_id, started_at) VALUES (?, ?, ?)",
            (request_id, command_id, now),
        )

    def answer(self, command_id: str, reported: Reported, *, now: float) -> None:
        """Note the answer of a request, to be reported."""
        self._connection.execute(
            "INSERT INTO request (request_id, command_id, started_at, answer) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (request_id) DO UPDATE SET answer = excluded.answer",
            (reported.request_id, command_id, now, json.dumps(asdict(reported))),
        )

    def unreported(self) -> list[tuple[str, Reported]]:
        """Return the answers that the shadow does not have yet, oldest first."""
        rows = self._connection.execute(
            "SELECT command_id, answer FROM request"
            " WHERE answer IS NOT NULL AND NOT reported ORDER BY started_at"
        )
        return [(command_id, Reported(**json.loads(answer))) for command_id, answer in rows]

    def mark_reported(self, request_id: str) -> None:
        """Note that the shadow has the answer."""
        self._connection.execute(
            "UPDATE request SET reported = 1 WHERE request_id = ?", (request_id,)
        )

    def forget(self, *, before: float, keep: Collection[str]) -> None:
        """Forget requests that started before a time, except those in `keep` or to be reported.

        What the shadow still desires must stay known, or it would be handled again. A write in
        doubt that is no longer desired needs no answer: another request took its place.
        """
        marks = ",".join("?" * len(keep))
        self._connection.execute(
            "DELETE FROM request WHERE (reported OR answer IS NULL) AND started_at < ?"
            f" AND request_id NOT IN ({marks})",
            (before, *keep),
        )
