"""The engine over one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from twin.catalogue.asset import Asset
from twin.catalogue.identity import AssetId
from twin.catalogue.records import asset_of
from twin.catalogue.search.document import FIELDS, TIERS, SearchDocument
from twin.catalogue.search.engine import Hit, Position
from twin.catalogue.search.query import SearchQuery, Term
from twin.catalogue.search.sqlite import rows
from twin.catalogue.search.sqlite.clauses import Clause, Sql, clauses_of, text_clause
from twin.catalogue.search.sqlite.packing import unpack
from twin.catalogue.search.sqlite.planner import SORTINGS, Sized, plan, sized
from twin.catalogue.search.sqlite.schema import check_format, create_indexes, create_tables

CACHE_KIBIBYTES = 65_536
MAPPED_BYTES = 2**31


class SqliteEngine:
    """Search in a private file: one process writes and reads it, and nobody reads it after.

    What is half written when the process dies is lost with it: files that live on are made by
    `save_to`, and used only whole.
    """

    def __init__(self, path: Path, *, is_new: bool = False) -> None:
        """Open the index in a file, or make a new one there.

        Raises:
            SnapshotBroken: the file is no index of this version.
        """
        self._database = sqlite3.connect(path, isolation_level=None)
        for name, value in (
            ("journal_mode", "MEMORY"),
            ("synchronous", "OFF"),
            ("cache_size", f"-{CACHE_KIBIBYTES}"),
            ("mmap_size", str(MAPPED_BYTES)),
            ("temp_store", "MEMORY"),
        ):
            self._database.execute(f"PRAGMA {name} = {value}")
        if is_new:
            create_tables(self._database)
            create_indexes(self._database)
        else:
            check_format(self._database)

    def find(self, query: SearchQuery, *, after: Position | None, count: int) -> list[Hit]:
        """Return the first hits beyond a position, at most `count`."""
        clauses = sized(self._database, clauses_of(query))
        if query.order == "relevance":
            return self._find_by_tier(query, clauses, after, count)
        if query.terms:
            clauses += sized(self._database, [text_clause(query.terms, FIELDS)])
        return self._hits(query, clauses, None, after, count)

    def document(self, asset_id: AssetId) -> SearchDocument | None:
        """Return what is known of an asset."""
        number = self._number(asset_id)
        return None if number is None else rows.read(self._database, number)

    def apply(self, documents: Iterable[SearchDocument], removed: Iterable[AssetId]) -> None:
        """Take new and changed documents, forget removed ones; all or nothing, and repeatable."""
        with self._transaction():
            for asset_id in removed:
                self._forget(asset_id)
            for document in documents:
                self._forget(document.asset.asset_id)
                rows.insert(self._database, document)

    def count(self) -> int:
        """Return how many assets are indexed, deleted ones included."""
        count: int = self._database.execute("SELECT count(*) FROM asset").fetchone()[0]
        return count

    def size_bytes(self) -> int:
        """Return the size of the file."""
        pages, size = (
            int(self._database.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "page_size")
        )
        return pages * size

    def save_to(self, path: Path) -> None:
        """Write the index into a new file, in its smallest form."""
        self._database.execute("INSERT INTO text (text) VALUES ('optimize')")
        self._database.execute("VACUUM INTO ?", (str(path),))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _find_by_tier(
        self, query: SearchQuery, clauses: list[Sized], after: Position | None, count: int
    ) -> list[Hit]:
        hits: list[Hit] = []
        first = int(after[0]) if after else 0
        for tier in range(first, len(TIERS)):
            within = [*clauses, *sized(self._database, _texts(query.terms, tier))]
            start = after[1:] if after and tier == first else None
            hits += self._hits(query, within, tier, start, count - len(hits))
            if len(hits) == count:
                break
        return hits

    def _hits(
        self,
        query: SearchQuery,
        clauses: Sequence[Sized],
        tier: int | None,
        after: Position | None,
        count: int,
    ) -> list[Hit]:
        if not all(one.size for one in clauses):
            return []
        sorting, before = SORTINGS[query.order], () if tier is None else (tier,)
        statement = plan(clauses, sorting, total=self.count(), after=after, count=count)
        return [
            Hit(self._asset(number), tier, (*before, *position))
            for number, *position in self._database.execute(statement.text, statement.parameters)
        ]

    def _asset(self, number: int) -> Asset:
        body = self._database.execute("SELECT body FROM record WHERE id = ?", (number,)).fetchone()
        return asset_of(unpack(body[0]))

    def _number(self, asset_id: AssetId) -> int | None:
        row = self._database.execute(
            "SELECT id FROM asset WHERE database_id = ? AND asset_key = ?",
            (asset_id.database_id, asset_id.asset_key),
        ).fetchone()
        return None if row is None else int(row[0])

    def _forget(self, asset_id: AssetId) -> None:
        number = self._number(asset_id)
        if number is not None:
            rows.delete(self._database, number)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN")
        with self._database:
            yield


def _texts(terms: Sequence[Term], tier: int) -> list[Clause]:
    """Return the conditions that a tier holds all words, and that no better one does."""
    clauses = [text_clause(terms, TIERS[tier])]
    if tier:
        better = text_clause(terms, TIERS[tier - 1]).probe
        clauses.append(Clause(Sql(f"NOT {better.text}", better.parameters)))
    return clauses
