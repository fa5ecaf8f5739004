"""The two lanes that a person empties: values for an import, and dead letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from edge_runtime.database import Database
from edge_runtime.rows import Refusal, SpooledSample, spooled, to_row, value_of_text
from twin.telemetry.sample import Sample

LaneName = Literal["bulk", "dead"]

_TABLES: dict[LaneName, str] = {"bulk": "bulk", "dead": "dead_letter"}
_COUNTERS: dict[LaneName, str] = {"bulk": "bulk", "dead": "dead_lettered"}


class SideLanes:
    """Reads and empties the side lanes; safe while collector and publisher run."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def samples(self, lane: LaneName, limit: int) -> list[SpooledSample]:
        """Return the samples that are longest in a lane."""
        rows = self._database.connection.execute(
            f"SELECT id, alias, time_ns, value, quality FROM {_TABLES[lane]} ORDER BY id LIMIT ?",
            (limit,),
        )
        found = [spooled(row) for row in rows]
        return found if lane == "bulk" else [_with_value(item) for item in found]

    def remove_exported(self, lane: LaneName, ids: Sequence[int]) -> int:
        """Forget samples that are in a file now; return how many."""
        with self._database.transaction():
            removed = self._database.remove(_TABLES[lane], ids)
            self._database.count(_COUNTERS[lane], -removed)
            self._database.count("exported", removed)
        return removed

    def replay(self, code: str, limit: int) -> int:
        """Send dead letters of one code the usual way again; return how many."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT id, alias, time_ns, value, quality FROM dead_letter WHERE code = ?"
                " ORDER BY id LIMIT ?",
                (code, limit),
            ).fetchall()
            letters = [_with_value(spooled(row)) for row in rows]
            connection.executemany(
                "INSERT INTO pending (alias, time_ns, value, quality) VALUES (?, ?, ?, ?)",
                [to_row(letter.sample) for letter in letters],
            )
            self._database.count(
                "dead_lettered", -self._database.remove("dead_letter", [i.id for i in letters])
            )
        return len(letters)

    def dead_letters(self, limit: int) -> list[Refusal]:
        """Return the newest dead letters; their values are the text of what was found."""
        rows = self._database.connection.execute(
            "SELECT alias, time_ns, value, quality, code, message FROM dead_letter"
            " ORDER BY id DESC LIMIT ?",
            (limit,),
        )
        return [Refusal(Sample(*row[:4]), row[4], row[5]) for row in rows]

    def dead_letters_by_code(self) -> dict[str, int]:
        """Return the numbers of dead letters by code."""
        rows = self._database.connection.execute(
            "SELECT code, count(*) FROM dead_letter GROUP BY code ORDER BY code"
        )
        return dict(rows.fetchall())

    def drop_oldest(self, lane: LaneName, *, keep: int) -> int:
        """Drop what is longest in a lane above `keep`, counted; return how many."""
        table = _TABLES[lane]
        with self._database.transaction() as connection:
            dropped = connection.execute(
                f"DELETE FROM {table} WHERE id IN"
                f" (SELECT id FROM {table} ORDER BY id DESC LIMIT -1 OFFSET ?)",
                (keep,),
            ).rowcount
            self._database.count(_COUNTERS[lane], -dropped)
            self._database.count("dropped", dropped)
        return dropped


def _with_value(item: SpooledSample) -> SpooledSample:
    """Return a dead letter with its value instead of the text of it."""
    found = item.sample
    text = None if found.value is None else str(found.value)
    value = value_of_text(text)
    return SpooledSample(item.id, Sample(found.alias, found.time_nanoseconds, value, found.quality))
