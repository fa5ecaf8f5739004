"""The engine's memory of what is deployed: SQLite, one row per resource."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from twin_local.engine.errors import StoreVersionError
from twin_local.engine.event import Event
from twin_local.engine.json_value import Json, Properties, canonical
from twin_local.engine.resource_state import Physical

SCHEMA = """
CREATE TABLE IF NOT EXISTS stacks (
    name TEXT PRIMARY KEY, status TEXT NOT NULL, outputs TEXT NOT NULL DEFAULT '{}');
CREATE TABLE IF NOT EXISTS resources (
    stack TEXT NOT NULL, logical_id TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (stack, logical_id));
CREATE TABLE IF NOT EXISTS leftovers (
    id INTEGER PRIMARY KEY, stack TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS exports (
    name TEXT PRIMARY KEY, stack TEXT NOT NULL, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS imports (
    stack TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (stack, name));
CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY, time REAL NOT NULL, stack TEXT NOT NULL, logical_id TEXT NOT NULL,
    type TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (stack TEXT PRIMARY KEY, body TEXT NOT NULL);
"""
VERSION = 1
FILE_NAME = "deployments.sqlite"


class Store:
    """What is deployed where. One writer at a time; readers see whole steps only."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        [version] = self._connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, VERSION):
            self._connection.close()
            raise StoreVersionError(
                "what is deployed was recorded by another version of the engine",
                found=f"version {version}",
                expected=f"version {VERSION}",
                where=f"{path}; start over with `twin up --fresh`",
            )
        self._connection.executescript(SCHEMA + f"PRAGMA user_version = {VERSION};")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def step(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing of it."""
        with self._lock, self._connection:
            yield

    def status(self, stack: str) -> str | None:
        """Return the status of a stack, None if it does not exist."""
        row = self._one("SELECT status FROM stacks WHERE name = ?", stack)
        return row[0] if row else None

    def stacks(self) -> dict[str, str]:
        """Return the status of every stack."""
        return dict(self._connection.execute("SELECT name, status FROM stacks ORDER BY name"))

    def set_status(self, stack: str, status: str) -> None:
        """Record the status of a stack; a new one begins to exist."""
        with self.step():
            self._connection.execute(
                "INSERT INTO stacks (name, status) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET status = excluded.status",
                (stack, status),
            )

    def forget(self, stack: str) -> None:
        """Forget a deleted stack; its events stay."""
        with self.step():
            for table, column in (
                ("stacks", "name"),
                ("resources", "stack"),
                ("leftovers", "stack"),
                ("exports", "stack"),
                ("imports", "stack"),
                ("documents", "stack"),
            ):
                self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (stack,))

    def resources(self, stack: str) -> dict[str, Physical]:
        """Return the resources of a stack by logical id."""
        rows = self._connection.execute("SELECT body FROM resources WHERE stack = ?", (stack,))
        found = (_physical(body) for (body,) in rows)
        return {physical.logical_id: physical for physical in found}

    def keep(self, stack: str, physical: Physical) -> None:
        """Record a resource as it is now."""
        with self.step():
            self._connection.execute(
                "INSERT OR REPLACE INTO resources (stack, logical_id, body) VALUES (?, ?, ?)",
                (stack, physical.logical_id, canonical(asdict(physical))),
            )

    def drop(self, stack: str, logical_id: str) -> None:
        """Forget a resource."""
        with self.step():
            self._connection.execute(
                "DELETE FROM resources WHERE stack = ? AND logical_id = ?", (stack, logical_id)
            )

    def add_leftover(self, stack: str, physical: Physical) -> None:
        """Record a replaced resource that is to be deleted once the stack is updated."""
        with self.step():
            self._connection.execute(
                "INSERT INTO leftovers (stack, body) VALUES (?, ?)",
                (stack, canonical(asdict(physical))),
            )

    def leftovers(self, stack: str) -> list[tuple[int, Physical]]:
        """Return the replaced resources that still exist."""
        rows = self._connection.execute(
            "SELECT id, body FROM leftovers WHERE stack = ? ORDER BY id DESC", (stack,)
        )
        return [(number, _physical(body)) for number, body in rows]

    def drop_leftover(self, number: int) -> None:
        """Forget a replaced resource."""
        with self.step():
            self._connection.execute("DELETE FROM leftovers WHERE id = ?", (number,))

    def finish(
        self,
        stack: str,
        status: str,
        *,
        outputs: dict[str, Json],
        exports: dict[str, Json],
        imports: set[str],
        document: Properties,
    ) -> None:
        """Record a deployed stack's outputs, exports and imports, and what it was made of.

        `document` holds the `template` and the given `parameters`.
        """
        with self.step():
            execute = self._connection.execute
            execute(
                "UPDATE stacks SET status = ?, outputs = ? WHERE name = ?",
                (status, canonical(outputs), stack),
            )
            execute("DELETE FROM exports WHERE stack = ?", (stack,))
            execute("DELETE FROM imports WHERE stack = ?", (stack,))
            for name, value in exports.items():
                execute("INSERT INTO exports VALUES (?, ?, ?)", (name, stack, canonical(value)))
            for name in imports:
                execute("INSERT INTO imports VALUES (?, ?)", (stack, name))
            execute("INSERT OR REPLACE INTO documents VALUES (?, ?)", (stack, canonical(document)))

    def document(self, stack: str) -> Properties | None:
        """Return `template` and `parameters` that a stack was last deployed with, if known."""
        row = self._one("SELECT body FROM documents WHERE stack = ?", stack)
        document: Properties | None = json.loads(row[0]) if row else None
        return document

    def outputs(self, stack: str) -> dict[str, Json] | None:
        """Return the outputs of a stack, None if it does not exist."""
        row = self._one("SELECT outputs FROM stacks WHERE name = ?", stack)
        outputs: dict[str, Json] | None = json.loads(row[0]) if row else None
        return outputs

    def exports(self) -> dict[str, Json]:
        """Return every export by name."""
        rows = self._connection.execute("SELECT name, value FROM exports")
        return {name: json.loads(value) for name, value in rows}

    def exports_of(self, stack: str) -> dict[str, Json]:
        """Return the exports of one stack by name."""
        rows = self._connection.execute("SELECT name, value FROM exports WHERE stack = ?", (stack,))
        return {name: json.loads(value) for name, value in rows}

    def importers(self, name: str) -> list[str]:
        """Return the stacks that import an export."""
        rows = self._connection.execute("SELECT stack FROM imports WHERE name = ?", (name,))
        return [stack for (stack,) in rows]

    def add_event(self, event: Event) -> None:
        """Record what happened."""
        with self.step():
            self._connection.execute(
                "INSERT INTO events (time, stack, logical_id, type, status, reason) "
                "VALUES (:time, :stack, :logical_id, :type, :status, :reason)",
                asdict(event),
            )

    def events(self, stack: str) -> list[Event]:
        """Return what happened to a stack, oldest first."""
        rows = self._connection.execute(
            "SELECT time, stack, logical_id, type, status, reason FROM events "
            "WHERE stack = ? ORDER BY id",
            (stack,),
        )
        return [Event(*row) for row in rows]

    def _one(self, query: str, *arguments: str) -> tuple[str, ...] | None:
        row: tuple[str, ...] | None = self._connection.execute(query, arguments).fetchone()
        return row


def _physical(body: str) -> Physical:
    raw = json.loads(body)
    return Physical(**{**raw, "depends_on": tuple(raw["depends_on"])})
