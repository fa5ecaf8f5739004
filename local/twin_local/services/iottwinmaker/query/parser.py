"""The grammar of a statement.

query = SELECT [DISTINCT] item { , item } FROM EntityGraph MATCH source { , source }
        [WHERE condition] [LIMIT number] [OFFSET number]
item  = ( value | COUNT ( value ) ) [ [AS] name ]
source = path | list [AS] name
"""

from __future__ import annotations

from twin_local.services.iottwinmaker.query.errors import QueryError
from twin_local.services.iottwinmaker.query.expression_parser import condition, operand, path
from twin_local.services.iottwinmaker.query.pattern_parser import begins_path, path_pattern
from twin_local.services.iottwinmaker.query.reader import Reader
from twin_local.services.iottwinmaker.query.syntax import (
    Item,
    PathPattern,
    Query,
    Unnesting,
)

GRAPH = "ENTITYGRAPH"


def parse(statement: str) -> Query:
    """Read a statement.

    Raises:
        QueryError: it is none.
    """
    reader = Reader(statement)
    reader.require_word("SELECT")
    is_distinct = reader.word("DISTINCT")
    items = [_item(reader)]
    while reader.symbol(","):
        items.append(_item(reader))
    reader.require_word("FROM")
    reader.require_word(GRAPH)
    reader.require_word("MATCH")
    patterns, unnestings = _sources(reader)
    where = condition(reader) if reader.word("WHERE") else None
    limit = reader.integer("a number of rows") if reader.word("LIMIT") else None
    offset = reader.integer("a number of rows") if reader.word("OFFSET") else 0
    if reader.next.kind != "end":
        raise reader.error("the end")
    query = Query(tuple(items), is_distinct, patterns, unnestings, where, limit, offset)
    _check_counts(query)
    return query


def _item(reader: Reader) -> Item:
    at = reader.next.at
    is_count = reader.next.is_word("COUNT") and reader.peek(1).is_symbol("(")
    if is_count:
        reader.take()
        reader.require_symbol("(")
        if reader.next.is_word("DISTINCT"):
            raise QueryError("COUNT goes not with DISTINCT", reader.next.at)
        expression = operand(reader)
        reader.require_symbol(")")
    else:
        expression = operand(reader)
    return Item(expression, _alias(reader), is_count, at)


def _alias(reader: Reader) -> str | None:
    if reader.word("AS"):
        return reader.identifier("a name")
    return reader.identifier("a name") if reader.is_identifier() else None


def _sources(reader: Reader) -> tuple[tuple[PathPattern, ...], tuple[Unnesting, ...]]:
    patterns = [path_pattern(reader)]
    unnestings: list[Unnesting] = []
    while reader.symbol(","):
        if begins_path(reader):
            patterns.append(path_pattern(reader))
            continue
        source = path(reader)
        variable = _alias(reader)
        if variable is None:
            raise reader.error("AS and a variable")
        unnestings.append(Unnesting(source, variable))
    return tuple(patterns), tuple(unnestings)


def _check_counts(query: Query) -> None:
    counts = [item.is_count for item in query.items]
    if any(counts) and query.is_distinct:
        raise QueryError("COUNT goes not with DISTINCT", query.items[0].at)
    if any(counts) and not all(counts):
        raise QueryError("COUNT goes not with other columns", query.items[counts.index(False)].at)
