"""Samples of signals that the store does not take now, by signal: they block nobody.

The store can lack a signal until a deployment makes it, or not let this device write it until a
policy is put right. Such a signal is parked: one small request now and then asks for it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from edge_runtime.database import Database
from edge_runtime.rows import Refusal, SpooledSample, spooled

_COLUMNS = "id, alias, time_ns, value, quality"


@dataclass(frozen=True, slots=True)
class Parking:
    """Why a signal is parked, how often it was tried, and when to try again."""

    alias: str
    code: str
    message: str
    attempts: int
    retry_at: float

    def is_due(self, *, now: float, longest: float) -> bool:
        """Return whether to try again; a time beyond `longest` means that the clock was set."""
        return self.retry_at <= now or self.retry_at > now + longest


class WaitingLane:
    """The parked signals and their samples."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def parked(self) -> dict[str, Parking]:
        """Return the parked signals by alias."""
        rows = self._database.connection.execute(
            "SELECT alias, code, message, attempts, retry_at FROM parked"
        )
        return {row[0]: Parking(*row) for row in rows}

    def park(self, parkings: Iterable[Parking]) -> None:
        """Park signals, or note that they were tried in vain."""
        rows = [(p.alias, p.code, p.message, p.attempts, p.retry_at) for p in parkings]
        with self._database.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO parked VALUES (?, ?, ?, ?, ?)", rows)

    def unpark(self, aliases: Iterable[str]) -> None:
        """Let the samples of signals go the usual way again."""
        names = [(alias,) for alias in aliases]
        with self._database.transaction() as connection:
            connection.executemany(
                f"INSERT INTO pending ({_COLUMNS}) SELECT {_COLUMNS} FROM waiting WHERE alias = ?",
                names,
            )
            connection.executemany("DELETE FROM waiting WHERE alias = ?", names)
            connection.executemany("DELETE FROM parked WHERE alias = ?", names)

    def admit(self, ids: Iterable[int], *, now: float) -> None:
        """Move pending samples here; those that are here already stay as they are."""
        rows = list(ids)
        with self._database.transaction() as connection:
            connection.executemany(
                f"INSERT INTO waiting ({_COLUMNS}, since) SELECT {_COLUMNS}, ?"
                " FROM pending WHERE id = ?",
                [(now, row_id) for row_id in rows],
            )
            self._database.remove("pending", rows)

    def oldest_of(self, alias: str, limit: int) -> list[SpooledSample]:
        """Return the oldest samples of a signal, to try it with."""
        rows = self._database.connection.execute(
            f"SELECT {_COLUMNS} FROM waiting WHERE alias = ? ORDER BY time_ns LIMIT ?",
            (alias, limit),
        )
        return [spooled(row) for row in rows]

    def expired(self, code: str, *, before: float, limit: int) -> list[tuple[int, Refusal]]:
        """Return samples that wait since before a time because of one code, as refusals."""
        rows = self._database.connection.execute(
            "SELECT w.id, w.alias, w.time_ns, w.value, w.quality, p.message"
            " FROM parked p JOIN waiting w ON w.alias = p.alias"
            " WHERE p.code = ? AND w.since < ? LIMIT ?",
            (code, before, limit),
        )
        return [(row[0], Refusal(spooled(row[:5]).sample, code, row[5])) for row in rows]
