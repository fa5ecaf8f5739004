"""The durable spool between collector and publisher: one SQLite file, two processes.

WAL with synchronous=FULL: what `accept` returned from survives a kill and, as far as the disk keeps
its word, a power cut. Every change of rows and counters is one transaction, so that
accepted = stored + dead-lettered + held + dropped + pending holds at any instant.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from edge_runtime.schema import SCHEMA
from twin.telemetry.sample import Sample

_BUSY_TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class SpooledSample:
    """A sample under its row id, with the number of failed attempts so far."""

    id: int
    sample: Sample
    attempts: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sample that can never be stored, with the code and message that say why."""

    sample: Sample
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class SpoolCounts:
    """Numbers of samples since the spool was made; `pending` and `bulk` are present rows."""

    accepted: int
    stored: int
    dead_lettered: int
    held: int
    dropped: int
    pending: int

    @property
    def is_balanced(self) -> bool:
        """Return whether no sample is unaccounted for."""
        gone = self.stored + self.dead_lettered + self.held + self.dropped
        return self.accepted == gone + self.pending


class Spool:
    """One connection to the spool file; each process opens its own."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_SECONDS)
        self._connection.isolation_level = None
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file; committed samples stay."""
        self._connection.close()

    def cursors(self) -> dict[str, int]:
        """Return the newest accepted source time of each alias in nanoseconds."""
        return dict(self._connection.execute("SELECT alias, time_ns FROM cursor"))

    def accept(
        self, samples: Sequence[Sample], refusals: Sequence[Refusal] = (), *, now: float
    ) -> None:
        """Take samples, with the cursors they move, and refusals in one transaction.

        A refusal moves no cursor: its source time may be the very thing that is wrong.
        """
        with self._transaction() as connection:
            connection.executemany(
                "INSERT INTO pending (alias, time_ns, value, quality) VALUES (?, ?, ?, ?)",
                [(s.alias, s.time_nanoseconds, s.value, s.quality) for s in samples],
            )
            self._bury(refusals, now=now)
            connection.executemany(
                "INSERT INTO cursor VALUES (?, ?) ON CONFLICT (alias)"
                " DO UPDATE SET time_ns = max(time_ns, excluded.time_ns)",
                [(s.alias, s.time_nanoseconds) for s in samples],
            )
            self._count("accepted", len(samples) + len(refusals))

    def peek(self, limit: int, *, now: float, newest_first: bool = False) -> list[SpooledSample]:
        """Return up to `limit` samples whose back-off is over, in the order to send them."""
        order = "DESC" if newest_first else "ASC"
        rows = self._connection.execute(
            "SELECT id, alias, time_ns, value, quality, attempts FROM pending"
            f" WHERE retry_at <= ? ORDER BY time_ns {order}, id {order} LIMIT ?",
            (now, limit),
        )
        return [
            SpooledSample(row_id, Sample(alias, time_ns, value, quality), attempts)
            for row_id, alias, time_ns, value, quality, attempts in rows
        ]

    def oldest_time(self) -> float | None:
        """Return the oldest pending source time in seconds since 1970, or None."""
        row = self._connection.execute("SELECT min(time_ns) FROM pending").fetchone()
        return None if row[0] is None else row[0] / 1e9

    def confirm(self, ids: Iterable[int]) -> None:
        """Forget samples that the store confirmed."""
        with self._transaction() as connection:
            removed = _remove(connection, ids)
            self._count("stored", removed)

    def postpone(self, delays: Iterable[tuple[int, float]]) -> None:
        """Note a failed attempt per row id with the time (seconds since 1970) of the next one."""
        with self._transaction() as connection:
            connection.executemany(
                "UPDATE pending SET attempts = attempts + 1, retry_at = ? WHERE id = ?",
                [(retry_at, row_id) for row_id, retry_at in delays],
            )

    def refuse(self, refused: Sequence[tuple[int, Refusal]], *, now: float) -> None:
        """Move samples to the dead letters."""
        with self._transaction() as connection:
            _remove(connection, [row_id for row_id, _ in refused])
            self._bury([refusal for _, refusal in refused], now=now)

    def hold(self, *, before_nanoseconds: int) -> int:
        """Move samples with older source times aside for an import; return how many."""
        with self._transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO bulk SELECT id, alias, time_ns, value, quality"
                " FROM pending WHERE time_ns < ?",
                (before_nanoseconds,),
            )
            held = connection.execute(
                "DELETE FROM pending WHERE time_ns < ?", (before_nanoseconds,)
            ).rowcount
            self._count("held", held)
        return held

    def drop_oldest(self, *, keep: int) -> int:
        """Drop the oldest pending samples above `keep`, counted; return how many."""
        with self._transaction() as connection:
            dropped = connection.execute(
                "DELETE FROM pending WHERE id IN (SELECT id FROM pending"
                " ORDER BY time_ns DESC, id DESC LIMIT -1 OFFSET ?)",
                (keep,),
            ).rowcount
            self._count("dropped", dropped)
        return dropped

    def counts(self) -> SpoolCounts:
        """Return all counters of one instant."""
        with self._transaction() as connection:
            counters = dict(connection.execute("SELECT name, value FROM counter"))
            pending = connection.execute("SELECT count(*) FROM pending").fetchone()[0]
        return SpoolCounts(**counters, pending=pending)

    def dead_letters(self, limit: int = 100) -> list[Refusal]:
        """Return the newest dead letters; their values are the text of what was found."""
        rows = self._connection.execute(
            "SELECT alias, time_ns, value, quality, code, message FROM dead_letter"
            " ORDER BY id DESC LIMIT ?",
            (limit,),
        )
        return [
            Refusal(Sample(alias, time_ns, value, quality), code, message)
            for alias, time_ns, value, quality, code, message in rows
        ]

    def _bury(self, refusals: Sequence[Refusal], *, now: float) -> None:
        self._connection.executemany(
            "INSERT INTO dead_letter (alias, time_ns, value, quality, code, message, refused_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (s.alias, s.time_nanoseconds, repr(s.value), s.quality, r.code, r.message, now)
                for r in refusals
                for s in (r.sample,)
            ],
        )
        self._count("dead_lettered", len(refusals))

    def _count(self, name: str, by: int) -> None:
        self._connection.execute("UPDATE counter SET value = value + ? WHERE name = ?", (by, name))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _remove(connection: sqlite3.Connection, ids: Iterable[int]) -> int:
    removed = connection.executemany("DELETE FROM pending WHERE id = ?", [(i,) for i in ids])
    return max(removed.rowcount, 0)
