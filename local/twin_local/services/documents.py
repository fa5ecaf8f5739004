"""JSON documents by kind and key, in a SQLite file or in memory, every change synced."""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

Json = dict[str, Any]
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS document "
    "(kind TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID"
)


class Documents:
    """A dictionary per kind that survives a killed process."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.RLock()
        self._database = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None
        )
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute(SCHEMA)

    def get(self, kind: str, key: str) -> Json | None:
        """Return a document, None where there is none."""
        query = "SELECT body FROM document WHERE kind = ? AND key = ?"
        with self._lock:
            row = self._database.execute(query, (kind, key)).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, kind: str, key: str, body: Json) -> None:
        """Write a document."""
        with self._lock:
            self._database.execute(
                "INSERT OR REPLACE INTO document VALUES (?, ?, ?)", (kind, key, json.dumps(body))
            )

    def delete(self, kind: str, key: str) -> None:
        """Remove a document."""
        with self._lock:
            self._database.execute("DELETE FROM document WHERE kind = ? AND key = ?", (kind, key))

    def all(self, kind: str) -> list[Json]:
        """Return all documents of a kind in the order of their keys."""
        query = "SELECT body FROM document WHERE kind = ? ORDER BY key"
        with self._lock:
            return [json.loads(body) for (body,) in self._database.execute(query, (kind,))]

    def close(self) -> None:
        """Close the database."""
        self._database.close()
