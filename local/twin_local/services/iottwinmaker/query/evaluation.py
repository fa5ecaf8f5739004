"""Run a query: its columns, and its rows one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from twin_local.services.iottwinmaker.query.conditions import compiled, variables
from twin_local.services.iottwinmaker.query.errors import QueryError
from twin_local.services.iottwinmaker.query.graph import Edge, Graph, Node
from twin_local.services.iottwinmaker.query.matching import Budget
from twin_local.services.iottwinmaker.query.parser import parse
from twin_local.services.iottwinmaker.query.search import PathFound, Search
from twin_local.services.iottwinmaker.query.syntax import Item, Path, Query
from twin_local.services.iottwinmaker.query.values import MISSING, Value
from twin_local.services.iottwinmaker.query.variables import (
    Conditions,
    Kinds,
    VariableKind,
    kinds_of,
)

Row: TypeAlias = tuple[Value, ...]
PATH_FIELDS = (
    "entityId", "entityName", "relationshipName", "sourceEntityId", "targetEntityId",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """The name and the type of a column; a path's type is in AWS's guide, not in its model."""

    name: str
    kind: VariableKind


class Prepared:
    """A statement that was read and checked, to be run in a graph."""

    def __init__(self, statement: str) -> None:
        self._query = query = parse(statement)
        self._kinds = kinds_of(query)
        self._numbers = {name: number for number, name in enumerate(self._kinds)}
        self._conditions = Conditions(query.where, self._numbers, self._kinds)
        self._values = [compiled(item.expression, self._numbers) for item in query.items]
        self.columns = _columns(query, self._kinds)
        if query.is_distinct:
            for item, column in zip(query.items, self.columns, strict=True):
                if column.kind != "VALUE":
                    raise QueryError(f"DISTINCT goes not with the {column.kind} here", item.at)

    def rows(self, graph: Graph, budget: Budget) -> Iterator[Row]:
        """Yield the rows, as far as LIMIT and OFFSET say.

        Raises:
            QueryError: DISTINCT is asked for of what is no scalar.
            TooMuchWork: it needs more than the budget.
        """
        query = self._query
        search = Search(query, graph, self._numbers, self._conditions, budget)
        found: Iterator[Row] = (
            tuple(value(bound) for value in self._values) for bound in search.bindings()
        )
        if query.items[0].is_count:
            found = iter([self._counted(found)])
        elif query.is_distinct:
            found = self._distinct(found)
        end = None if query.limit is None else query.offset + query.limit
        return islice(found, query.offset, end)

    def _counted(self, rows: Iterator[Row]) -> Row:
        counts = [0] * len(self._values)
        for row in rows:
            for index, value in enumerate(row):
                counts[index] += value is not MISSING and value is not None
        return tuple(counts)

    def _distinct(self, rows: Iterator[Row]) -> Iterator[Row]:
        seen: set[tuple[object, ...]] = set()
        for row in rows:
            for item, value in zip(self._query.items, row, strict=True):
                if isinstance(value, dict | list):
                    raise QueryError("DISTINCT goes with scalars only", item.at)
            key = tuple((isinstance(value, bool), value) for value in row)
            if key not in seen:
                seen.add(key)
                yield row


def shown(value: Value) -> object:
    """Return a value as it stands in an answer."""
    if isinstance(value, Node):
        return _node(value)
    if isinstance(value, Edge):
        return dict(value.fields)
    if isinstance(value, PathFound):
        return {"path": [_named(one) for one in value.elements]}
    return None if value is MISSING else value


def _node(node: Node) -> object:
    components = [
        {**one, "properties": [_without_definition(item) for item in one["properties"]]}
        for one in node.fields.get("components", [])
    ]
    return {**node.fields, "components": components}


def _without_definition(item: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in item.items() if key != "definition"}


def _named(element: Node | Edge) -> dict[str, object]:
    return {key: element.fields[key] for key in PATH_FIELDS if key in element.fields}


def _columns(query: Query, kinds: Kinds) -> tuple[Column, ...]:
    return tuple(_column(item, number, kinds) for number, item in enumerate(query.items, start=1))


def _column(item: Item, number: int, kinds: Kinds) -> Column:
    expression = item.expression
    if item.is_count or not isinstance(expression, Path):
        if not item.is_count and any(kinds[one] == "PATH" for one in variables(expression)):
            raise QueryError("a path has no fields", item.at)
        return Column(item.alias or f"_{number}", "VALUE")
    if expression.steps:
        if kinds[expression.variable] == "PATH":
            raise QueryError("a path has no fields", item.at)
        return Column(item.alias or expression.steps[-1], "VALUE")
    return Column(item.alias or expression.variable, kinds[expression.variable])
