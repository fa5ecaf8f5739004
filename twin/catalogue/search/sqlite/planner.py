"""From clauses to one statement: either the rarest clause finds and the others test, or the order's
index is walked and all test, whichever looks cheaper by the sizes of the clauses.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twin.catalogue.search.engine import Position
from twin.catalogue.search.query import Order
from twin.catalogue.search.sqlite.clauses import Clause, Parameters, Sql

SET_COST = 0.4
"""What reading one row of a clause's set costs, in tests of one asset by an index."""

FIND_COST = 1.0
"""What finding one asset and sorting it costs, in the same unit."""

ENOUGH = 20_000
"""Nothing is counted further: a clause of more assets is no good to find by."""


@dataclass(frozen=True)
class Sorting:
    """An order: its columns, the index that walks it, and its direction."""

    columns: tuple[str, ...]
    index: str
    is_rising: bool


SORTINGS: dict[Order, Sorting] = {
    "relevance": Sorting(
        ("a.title_words", "a.title", "a.database_id", "a.asset_key"),
        "asset_by_relevance",
        is_rising=True,
    ),
    "updated": Sorting(
        ("a.updated_at", "a.database_id", "a.asset_key"), "asset_by_updated", is_rising=False
    ),
    "title": Sorting(("a.title", "a.database_id", "a.asset_key"), "asset_by_title", is_rising=True),
}


@dataclass(frozen=True)
class Sized:
    """A clause and how many assets it finds, as far as that was counted."""

    clause: Clause
    size: int


def sized(database: sqlite3.Connection, clauses: Iterable[Clause]) -> list[Sized]:
    """Count what clauses find."""
    return [
        Sized(one, ENOUGH if one.find is None else _size(database, one.find)) for one in clauses
    ]


def plan(
    clauses: Sequence[Sized], sorting: Sorting, *, total: int, after: Position | None, count: int
) -> Sql:
    """Return the statement that answers ids in order, from a position on."""
    best = _cheapest(clauses, total, count)
    if best is None or best.find is None:
        source = Sql(f"asset a INDEXED BY {sorting.index}")
    else:
        # CROSS JOIN keeps the order of the tables, and so the plan.
        found = f"(SELECT DISTINCT id FROM ({best.find.text})) f"
        source = Sql(f"{found} CROSS JOIN asset a ON a.id = f.id", best.find.parameters)
    probes = [one.clause.probe for one in clauses if one.clause is not best or not best.is_exact]
    probes += _beyond(sorting, after)
    where = f" WHERE {' AND '.join(probe.text for probe in probes)}" if probes else ""
    direction = "" if sorting.is_rising else " DESC"
    order = ", ".join(f"{column}{direction}" for column in sorting.columns)
    parameters: Parameters = (
        *source.parameters,
        *(value for probe in probes for value in probe.parameters),
        count,
    )
    columns = ", ".join(("a.id", *sorting.columns))
    text = f"SELECT {columns} FROM {source.text}{where} ORDER BY {order} LIMIT ?"
    return Sql(text, parameters)


def _beyond(sorting: Sorting, after: Position | None) -> list[Sql]:
    if after is None:
        return []
    marks = ", ".join("?" for _ in sorting.columns)
    sign = ">" if sorting.is_rising else "<"
    return [Sql(f"({', '.join(sorting.columns)}) {sign} ({marks})", after)]


def _cheapest(clauses: Sequence[Sized], total: int, count: int) -> Clause | None:
    """Return the clause to find by, None to walk the order."""
    finders = [one for one in clauses if one.clause.find is not None]
    if not finders:
        return None
    best = min(finders, key=lambda one: one.size)
    read = sum(one.size for one in finders if one.clause.reads_set and one is not best)
    share = math.prod(min(1.0, one.size / max(1, total)) for one in finders)
    # To fill a page, as many assets are walked as hold that many hits, if clauses are independent.
    walked = min(total, count / share) if share else total
    walking = walked * (1 + len(clauses)) + SET_COST * read
    if best.clause.reads_set:
        walking += SET_COST * best.size
    finding = best.size * (FIND_COST + len(clauses)) + SET_COST * read
    return best.clause if finding <= walking else None


def _size(database: sqlite3.Connection, found: Sql) -> int:
    statement = f"SELECT count(*) FROM (SELECT 1 FROM ({found.text}) LIMIT {ENOUGH})"
    size: int = database.execute(statement, found.parameters).fetchone()[0]
    return size
