"""The SQLite file of the spool: two processes, one transaction at a time.

WAL with synchronous=FULL: what a transaction returned from survives a kill and, as far as the disk
keeps its word, a power cut.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from edge_runtime.schema import SCHEMA

_BUSY_TIMEOUT_SECONDS = 10.0


class Database:
    """One connection to the file; each process opens its own."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_SECONDS)
        self.connection.isolation_level = None
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file; committed samples stay."""
        self.connection.close()

    def count(self, name: str, by: int) -> None:
        """Change a counter within the present transaction."""
        self.connection.execute("UPDATE counter SET value = value + ? WHERE name = ?", (by, name))

    def remove(self, table: str, ids: Iterable[int]) -> int:
        """Delete rows within the present transaction; return how many were there."""
        rows = [(row_id,) for row_id in ids]
        return max(
            self.connection.executemany(f"DELETE FROM {table} WHERE id = ?", rows).rowcount, 0
        )

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block did, or undo all of it."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            # SQLite itself rolls back where the disk is full.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
