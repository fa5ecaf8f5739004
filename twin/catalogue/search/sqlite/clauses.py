"""Each condition of a query as SQL, in two ways: what finds its assets, and what tests one.

A clause that is fulfilled by few assets finds them; the others test them. `probe` is SQL over the
row `a` of an asset; full text cannot answer for one asset alone, it names the whole set, which
SQLite reads once per query. All text of a query is a parameter, never SQL, and FTS5 is given quoted
words of letters and digits only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twin.catalogue.search.document import Field
from twin.catalogue.search.query import (
    Condition,
    Existing,
    Region,
    SearchQuery,
    Term,
)
from twin.catalogue.search.region import Extent, sought_extents
from twin.catalogue.search.sqlite.values import Column, path_column, value_range
from twin.catalogue.search.words import fold, order_key

Parameters = tuple[Column | None, ...]


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with its parameters."""

    text: str
    parameters: Parameters = ()


@dataclass(frozen=True)
class Clause:
    """One condition; `find` selects ids, or is None where only testing makes sense.

    What is found must be tested too unless `is_exact`. A test that `reads_set` reads all that the
    clause finds, once.
    """

    probe: Sql
    find: Sql | None = None
    is_exact: bool = True
    reads_set: bool = False


def clauses_of(query: SearchQuery) -> Iterator[Clause]:
    """Yield the conditions of a query, all but its full text."""
    if query.state != "any":
        yield Clause(Sql("a.is_deleted = ?", (query.state == "deleted",)))
    if query.databases:
        yield _one_of("database_id", query.databases)
    if query.types:
        yield _one_of("asset_type", query.types)
    if query.created_by is not None:
        yield _one_of("created_by", (query.created_by,))
    if query.updated_since is not None:
        yield _column("updated_at >= ?", (query.updated_since,))
    yield from _prefixes(query)
    yield from _tags(query)
    for condition in query.conditions:
        yield from _condition(condition)
    if query.region is not None:
        yield _region(query.region)


def text_clause(terms: Sequence[Term], fields: Sequence[Field]) -> Clause:
    """Return the condition that some fields together hold all words."""
    phrases = (f'"{" ".join(term.words)}"{"*" * term.is_prefix}' for term in terms)
    match = f"{{{' '.join(fields)}}} : ({' AND '.join(phrases)})"
    find = Sql("SELECT rowid AS id FROM text WHERE text MATCH ?", (match,))
    return Clause(Sql(f"a.id IN ({find.text})", find.parameters), find, reads_set=True)


def _column(test: str, parameters: Parameters) -> Clause:
    return Clause(
        Sql(f"a.{test}", parameters), Sql(f"SELECT id FROM asset WHERE {test}", parameters)
    )


def _one_of(column: str, values: Sequence[str]) -> Clause:
    return _column(f"{column} IN ({_marks(values)})", tuple(values))


def _prefixes(query: SearchQuery) -> Iterator[Clause]:
    if prefix := order_key(query.title_prefix):
        yield _column(*_begins("title", prefix))
    if prefix := fold(query.key_prefix):
        yield _listed("name", *_begins("name", prefix))
    if prefix := fold(query.path_prefix):
        yield _listed("file", *_begins("path", prefix))


def _begins(column: str, prefix: str) -> tuple[str, Parameters]:
    # The characters after the prefix's last one; surrogates are no characters.
    last = ord(prefix[-1]) + 1
    if last > 0x10FFFF:
        return f"{column} >= ? AND substr({column}, 1, {len(prefix)}) = ?", (prefix, prefix)
    end = prefix[:-1] + chr(0xE000 if 0xD800 <= last < 0xE000 else last)
    return f"{column} >= ? AND {column} < ?", (prefix, end)


def _tags(query: SearchQuery) -> Iterator[Clause]:
    for tag in query.all_tags:
        yield _tagged((fold(tag),))
    if query.any_tags:
        yield _tagged(tuple(map(fold, query.any_tags)))
    if query.no_tags:
        tagged = _tagged(tuple(map(fold, query.no_tags))).probe
        yield Clause(Sql(f"NOT {tagged.text}", tagged.parameters))


def _tagged(tags: tuple[str, ...]) -> Clause:
    return _listed("tag", f"tag IN ({_marks(tags)})", tags)


def _listed(table: str, test: str, parameters: Parameters) -> Clause:
    # The table's own order finds, its index by asset tests: SQLite would take the former for both.
    one = f"SELECT 1 FROM {table} INDEXED BY {table}_by_asset WHERE id = a.id AND {test}"
    return Clause(
        Sql(f"EXISTS ({one})", parameters),
        Sql(f"SELECT id FROM {table} WHERE {test}", parameters),
    )


def _condition(condition: Condition) -> Iterator[Clause]:
    if isinstance(condition, Existing):
        yield _existing(condition)
        return
    test, parameters = value_range(condition)
    fitting = _valued(Sql("path = ?", (path_column(condition.path),)), f" AND {test}", parameters)
    if condition.comparison != "!=":
        yield fitting
        return
    # Emptiness is no value.
    yield _valued(Sql("path = ?", (path_column(condition.path),)), " AND value <> x'03'")
    yield Clause(Sql(f"NOT {fitting.probe.text}", fitting.probe.parameters))


def _existing(condition: Existing) -> Clause:
    path = path_column(condition.path)
    test, parameters = _begins("path", path_column((*condition.path, "")))
    found = _valued(Sql(f"(path = ? OR ({test}))", (path, *parameters)))
    if condition.wanted:
        return found
    return Clause(Sql(f"NOT {found.probe.text}", found.probe.parameters))


def _valued(paths: Sql, test: str = "", parameters: Parameters = ()) -> Clause:
    places = f"place IN (SELECT place FROM place WHERE {paths.text})"
    return _listed("value", f"{places}{test}", (*paths.parameters, *parameters))


def _region(region: Region) -> Clause:
    sought = sought_extents(region)
    exact = [_box_test(extent, inside=region.relation == "within") for extent in sought]
    # The tree holds single floats, rounded outwards: it finds what may fit.
    near = [_box_test(extent, inside=False) for extent in sought]
    found = (f"SELECT id FROM {region.frame}_box WHERE {test.text}" for test in near)
    fits = " OR ".join(f"({test.text})" for test in exact)
    return Clause(
        Sql(
            f"EXISTS (SELECT 1 FROM extent WHERE id = a.id AND frame = ? AND ({fits}))",
            (region.frame, *_parameters(exact)),
        ),
        Sql(" UNION ALL ".join(found), _parameters(near)),
        is_exact=False,
    )


def _box_test(extent: Extent, *, inside: bool) -> Sql:
    axes = (("west", "east"), ("south", "north"), ("low", "high"))
    tests, parameters = [], list[float]()
    for (low, high), minimum, maximum in zip(axes, extent.minimum, extent.maximum, strict=True):
        tests.append(f"{low} >= ? AND {high} <= ?" if inside else f"{high} >= ? AND {low} <= ?")
        parameters += [minimum, maximum]
    return Sql(" AND ".join(tests), tuple(parameters))


def _parameters(parts: Sequence[Sql]) -> Parameters:
    return tuple(value for part in parts for value in part.parameters)


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" for _ in values)
