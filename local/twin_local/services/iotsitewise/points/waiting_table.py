"""The table of the windows that wait to be computed, so that a killed process forgets none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple


class Waiting(NamedTuple):
    """All windows of a metric that have a time with `after_s < time <= until_s`."""

    asset_id: str
    property_id: str
    after_s: int
    until_s: int


class WaitingTable:
    """Reads and writes rows; whoever calls holds the lock and, to write, a transaction."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def all(self) -> list[Waiting]:
        """Return all that wait."""
        rows = self._database.execute("SELECT asset, property, after_s, until_s FROM waiting")
        return [Waiting(*row) for row in rows]

    def add(self, waiting: Iterable[Waiting]) -> None:
        """Let windows wait, if they do not already."""
        self._database.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?, ?)", waiting)

    def remove(self, waiting: Iterable[Waiting]) -> None:
        """Let windows wait no more."""
        self._database.executemany(
            "DELETE FROM waiting WHERE asset = ? AND property = ? AND after_s = ? AND until_s = ?",
            waiting,
        )
