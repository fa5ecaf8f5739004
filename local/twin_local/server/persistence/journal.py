"""What has changed since the snapshots, on the disk before the change is acknowledged.

An entry is an after-image: it says how one thing (an item, an object, …) is now, not what was done
to it. Replaying entries in their order therefore ends in the last state of each thing, even when
the snapshot was taken in between.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FILE_NAME = "journal.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  backend TEXT NOT NULL,
  address TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a backend as it was at a position of the journal."""

    position: int
    backend: str
    address: str
    body: bytes


class Journal:
    """An append-only list on the disk; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute(SCHEMA)

    def append(self, backend: str, images: Mapping[str, Callable[[], bytes]]) -> None:
        """Keep how some things are now; return when it is on the disk.

        The images are read while no other entry can be appended: a later entry of the same thing
        never holds an older state.

        Raises:
            sqlite3.Error: it cannot be written.
        """
        with self._lock:
            rows = [(backend, address, read()) for address, read in images.items()]
            self._database.execute("BEGIN IMMEDIATE")
            try:
                self._database.executemany(
                    "INSERT INTO entry (backend, address, body) VALUES (?, ?, ?)", rows
                )
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    @property
    def position(self) -> int:
        """The position of the newest entry that there ever was."""
        with self._lock:
            row = self._database.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = 'entry'"
            ).fetchone()
        return int(row[0]) if row else 0

    def after(self, positions: dict[str, int]) -> Iterator[Entry]:
        """Yield the entries of each backend that are newer than its position, in order."""
        with self._lock:
            rows = self._database.execute("SELECT * FROM entry ORDER BY position").fetchall()
        for row in rows:
            entry = Entry(*row)
            if entry.position > positions.get(entry.backend, 0):
                yield entry

    def forget(self, positions: dict[str, int]) -> None:
        """Remove what snapshots hold: of each backend the entries up to its position."""
        with self._lock:
            self._database.executemany(
                "DELETE FROM entry WHERE backend = ? AND position <= ?", positions.items()
            )

    def close(self) -> None:
        """Close the file."""
        self._database.close()
