"""Keeps stack records and change sets in one file."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from twin_local.services.cloudformation.model import ChangeSet, Json, Revision, StackRecord

Kind = Literal["stack", "change-set", "deleted", "drift"]

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id));
"""


class Records:
    """Stacks by name, deleted stacks by id, change sets by id; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.executescript(SCHEMA)

    def stack(self, name: str) -> StackRecord | None:
        """Return what is known of an existing stack."""
        found = self.get("stack", name)
        return StackRecord(**found) if found else None

    def put_stack(self, record: StackRecord) -> None:
        """Keep what is known of a stack."""
        self.put("stack", record.name, asdict(record))

    def deleted(self, stack_id: str) -> StackRecord | None:
        """Return what was known of a stack that is deleted."""
        found = self.get("deleted", stack_id)
        return StackRecord(**found) if found else None

    def put_deleted(self, record: StackRecord) -> None:
        """Keep what was known of a stack that is deleted."""
        self.put("deleted", record.stack_id, asdict(record))

    def all_deleted(self) -> list[StackRecord]:
        """Return every deleted stack."""
        return [StackRecord(**found) for found in self._all("deleted")]

    def change_sets(self) -> list[ChangeSet]:
        """Return every change set that was neither executed nor deleted."""
        return [_change_set(found) for found in self._all("change-set")]

    def put_change_set(self, change_set: ChangeSet) -> None:
        """Keep a change set."""
        self.put("change-set", change_set.id, asdict(change_set))

    def get(self, kind: Kind, identifier: str) -> Json | None:
        """Return a document, None where there is none."""
        with self._lock:
            row = self._database.execute(
                "SELECT body FROM documents WHERE kind = ? AND id = ?", (kind, identifier)
            ).fetchone()
        document: Json | None = json.loads(row[0]) if row else None
        return document

    def put(self, kind: Kind, identifier: str, document: Json) -> None:
        """Keep a document in place of the one before."""
        with self._lock:
            self._database.execute(
                "INSERT OR REPLACE INTO documents VALUES (?, ?, ?)",
                (kind, identifier, json.dumps(document)),
            )

    def remove(self, kind: Kind, identifier: str) -> None:
        """Forget a document."""
        with self._lock:
            self._database.execute(
                "DELETE FROM documents WHERE kind = ? AND id = ?", (kind, identifier)
            )

    def _all(self, kind: Kind) -> Iterator[Json]:
        with self._lock:
            rows = self._database.execute(
                "SELECT body FROM documents WHERE kind = ? ORDER BY id", (kind,)
            ).fetchall()
        yield from (json.loads(body) for (body,) in rows)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _change_set(document: Json) -> ChangeSet:
    return ChangeSet(**{**document, "revision": Revision(**document["revision"])})
