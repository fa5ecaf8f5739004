"""The durable spool between collector and publisher: one SQLite file, two processes.

Every change of rows and counters is one transaction, so that
accepted = stored + exported + dropped + pending + waiting + bulk + dead letters
holds at any instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from edge_runtime.database import Database
from edge_runtime.rows import Refusal, SpooledSample, spooled, storable_time, to_row
from edge_runtime.side_lanes import SideLanes
from edge_runtime.waiting import WaitingLane
from twin.telemetry.sample import Sample

_COLUMNS = "id, alias, time_ns, value, quality"
_RETRY_SHARE = 5
"""One in so many samples of a round may be one that failed before: neither kind starves."""


@dataclass(frozen=True, slots=True)
class SpoolCounts:
    """Numbers of samples; the first four since the spool was made, the others are there now.

    `waiting` are of signals that the store does not take now, `bulk` are too old for the real-time
    path, `dead_lettered` were refused for good.
    """

    accepted: int
    stored: int
    exported: int
    dropped: int
    pending: int
    waiting: int
    bulk: int
    dead_lettered: int

    @property
    def is_balanced(self) -> bool:
        """Return whether no sample is unaccounted for."""
        gone = self.stored + self.exported + self.dropped
        return self.accepted == gone + self.pending + self.waiting + self.bulk + self.dead_lettered


class Spool:
    """The spool file as one process sees it."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self._connection = self._database.connection
        self.waiting = WaitingLane(self._database)
        self.side_lanes = SideLanes(self._database)

    def close(self) -> None:
        """Close the file; committed samples stay."""
        self._database.close()

    def cursors(self) -> dict[str, int]:
        """Return the newest accepted source time of each alias in nanoseconds."""
        return dict(self._connection.execute("SELECT alias, time_ns FROM cursor"))

    def accept(
        self, samples: Sequence[Sample], refusals: Sequence[Refusal] = (), *, now: float
    ) -> None:
        """Take samples, with the cursors they move, and refusals in one transaction.

        A refusal moves no cursor: its source time may be the very thing that is wrong.
        """
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO pending (alias, time_ns, value, quality) VALUES (?, ?, ?, ?)",
                [to_row(sample) for sample in samples],
            )
            self._bury(refusals, now=now)
            connection.executemany(
                "INSERT INTO cursor VALUES (?, ?) ON CONFLICT (alias)"
                " DO UPDATE SET time_ns = max(time_ns, excluded.time_ns)",
                [(s.alias, storable_time(s.time_nanoseconds)) for s in samples],
            )
            self._database.count("accepted", len(samples) + len(refusals))

    def peek(
        self, limit: int, *, now: float, newest_first: bool = False, longest: float = 3600.0
    ) -> list[SpooledSample]:
        """Return up to `limit` samples whose back-off is over, in the order to send them.

        A back-off that ends later than `longest` from now means that the clock was set back: over.
        """
        retries = self._retries(max(1, limit // _RETRY_SHARE), now=now, longest=longest)
        order = "DESC" if newest_first else "ASC"
        rows = self._connection.execute(
            f"SELECT {_COLUMNS}, attempts FROM pending WHERE retry_at = 0"
            f" ORDER BY time_ns {order}, id {order} LIMIT ?",
            (limit - len(retries),),
        )
        found = [*retries, *(spooled(row) for row in rows)]
        found.sort(key=lambda one: (one.sample.time_nanoseconds, one.id), reverse=newest_first)
        return found

    def oldest_time(self, *, fresh: bool = False) -> float | None:
        """Return the oldest pending source time in seconds since 1970, or None.

        `fresh` leaves out what was sent before and failed.
        """
        query = "SELECT min(time_ns) FROM pending" + (" WHERE retry_at = 0" if fresh else "")
        row = self._connection.execute(query).fetchone()
        return None if row[0] is None else row[0] / 1e9

    def confirm(self, ids: Iterable[int]) -> None:
        """Forget samples that the store confirmed."""
        with self._database.transaction():
            self._database.count("stored", self._remove(ids))

    def postpone(self, delays: Iterable[tuple[int, float]]) -> None:
        """Note a failed attempt per row id with the time (seconds since 1970) of the next one."""
        with self._database.transaction() as connection:
            connection.executemany(
                "UPDATE pending SET attempts = attempts + 1, retry_at = ? WHERE id = ?",
                [(retry_at, row_id) for row_id, retry_at in delays],
            )

    def refuse(self, refused: Sequence[tuple[int, Refusal]], *, now: float) -> None:
        """Move samples to the dead letters."""
        with self._database.transaction():
            there = [refusal for row_id, refusal in refused if self._remove([row_id])]
            self._bury(there, now=now)

    def hold(self, *, before_nanoseconds: int) -> int:
        """Move samples with older source times aside for an import; return how many."""
        with self._database.transaction() as connection:
            held = 0
            for table in ("pending", "waiting"):
                connection.execute(
                    f"INSERT INTO bulk ({_COLUMNS}) SELECT {_COLUMNS} FROM {table}"
                    " WHERE time_ns < ?",
                    (before_nanoseconds,),
                )
                held += connection.execute(
                    f"DELETE FROM {table} WHERE time_ns < ?", (before_nanoseconds,)
                ).rowcount
            self._database.count("bulk", held)
        return held

    def unhold(self, *, since_nanoseconds: int) -> int:
        """Take back samples that are young enough after all: the clock was wrong; return how many.

        They go the real-time way again.
        """
        with self._database.transaction() as connection:
            connection.execute(
                f"INSERT INTO pending ({_COLUMNS}) SELECT {_COLUMNS} FROM bulk WHERE time_ns >= ?",
                (since_nanoseconds,),
            )
            freed = connection.execute(
                "DELETE FROM bulk WHERE time_ns >= ?", (since_nanoseconds,)
            ).rowcount
            self._database.count("bulk", -freed)
        return freed

    def drop_oldest(self, *, keep: int) -> int:
        """Drop the oldest pending and waiting samples above `keep` each, counted; return how many.

        "Oldest" is by source time.
        """
        with self._database.transaction() as connection:
            dropped = sum(
                connection.execute(
                    f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table}"
                    " ORDER BY time_ns DESC, id DESC LIMIT -1 OFFSET ?)",
                    (keep,),
                ).rowcount
                for table in ("pending", "waiting")
            )
            self._database.count("dropped", dropped)
        return dropped

    def counts(self) -> SpoolCounts:
        """Return all counters of one instant."""
        with self._database.transaction() as connection:
            counters = dict(connection.execute("SELECT name, value FROM counter"))
            pending = connection.execute("SELECT count(*) FROM pending").fetchone()[0]
            waiting = connection.execute("SELECT count(*) FROM waiting").fetchone()[0]
        return SpoolCounts(**counters, pending=pending, waiting=waiting)

    def _retries(self, limit: int, *, now: float, longest: float) -> list[SpooledSample]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS}, attempts FROM pending WHERE retry_at > 0 AND retry_at <= ?"
            f" UNION ALL SELECT {_COLUMNS}, attempts FROM pending"
            " WHERE retry_at > 0 AND retry_at > ? LIMIT ?",
            (now, now + longest, limit),
        )
        return [spooled(row) for row in rows]

    def _remove(self, ids: Iterable[int]) -> int:
        rows = list(ids)
        return self._database.remove("pending", rows) + self._database.remove("waiting", rows)

    def _bury(self, refusals: Sequence[Refusal], *, now: float) -> None:
        self._connection.executemany(
            "INSERT INTO dead_letter (alias, time_ns, value, quality, code, message, refused_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (s.alias, storable_time(s.time_nanoseconds), repr(s.value), s.quality, *why, now)
                for s, *why in ((r.sample, r.code, r.message) for r in refusals)
            ],
        )
        self._database.count("dead_lettered", len(refusals))
