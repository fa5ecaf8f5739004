"""Bind the variables of a query in every way that its sources and conditions allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from twin_local.services.iottwinmaker.query.conditions import Bindings, Evaluate, Numbers, compiled
from twin_local.services.iottwinmaker.query.graph import Edge, Graph, Node
from twin_local.services.iottwinmaker.query.matching import Budget, Walk, Walker
from twin_local.services.iottwinmaker.query.syntax import PathPattern, Query
from twin_local.services.iottwinmaker.query.values import MISSING
from twin_local.services.iottwinmaker.query.variables import Conditions, wanted

Legs: TypeAlias = dict[int, Walk]
"""What was walked for each edge pattern, from left to right."""


@dataclass(frozen=True)
class PathFound:
    """The entities and relationships of one path, in turn."""

    elements: tuple[Node | Edge, ...]


class Search:
    """Finds the bindings of one query in one graph."""

    def __init__(
        self, query: Query, graph: Graph, numbers: Numbers, conditions: Conditions, budget: Budget
    ) -> None:
        self._query, self._graph, self._numbers = query, graph, numbers
        self._conditions, self._budget = conditions, budget
        self._walker = Walker(graph, budget)
        self._keys, self._names = wanted(query.where, "entityId"), wanted(query.where, "entityName")
        self._lists: list[tuple[Evaluate, int]] = [
            (compiled(one.source, numbers), numbers[one.variable]) for one in query.unnestings
        ]

    def bindings(self) -> Iterator[Bindings]:
        """Yield the bindings; it is one list, changed from one to the next."""
        if self._conditions.constant:
            yield from self._paths([None] * len(self._numbers), 0)

    def _paths(self, bound: Bindings, index: int) -> Iterator[Bindings]:
        if index == len(self._query.patterns):
            yield from self._unnested(bound, 0)
            return
        pattern = self._query.patterns[index]
        for _ in self._pattern(pattern, bound):
            yield from self._paths(bound, index + 1)

    def _unnested(self, bound: Bindings, index: int) -> Iterator[Bindings]:
        if index == len(self._lists):
            yield bound
            return
        source, number = self._lists[index]
        items = source(bound)
        if not isinstance(items, list):
            return
        self._budget.spend(len(items))
        for item in items:
            bound[number] = MISSING if item is None else item
            if self._conditions.hold(bound, number):
                yield from self._unnested(bound, index + 1)
        bound[number] = None

    # ---- one path -------------------------------------------------------------------------------

    def _pattern(self, pattern: PathPattern, bound: Bindings) -> Iterator[None]:
        anchor, candidates = self._anchor(pattern, bound)
        for node in candidates:
            self._budget.spend()
            for _ in self._bound(pattern.nodes[anchor].variable, node, bound):
                yield from self._right(pattern, anchor, anchor, node, node, {}, bound)

    def _anchor(self, pattern: PathPattern, bound: Bindings) -> tuple[int, Iterable[Node]]:
        """Return the place in a path that fewest entities can be in, and these entities."""
        found = [(self._candidates(one.variable, bound)) for one in pattern.nodes]
        sizes = [len(one) for one in found]
        anchor = sizes.index(min(sizes))
        return anchor, found[anchor]

    def _candidates(self, variable: str | None, bound: Bindings) -> Sequence[Node] | _All:
        if variable is not None:
            known = bound[self._numbers[variable]]
            if isinstance(known, Node):
                return [known]
            nodes = self._graph.nodes
            if variable in self._keys:
                return [nodes[key] for key in self._keys[variable] if key in nodes]
            if variable in self._names:
                named = self._graph.named
                return [one for name in self._names[variable] for one in named.get(name, ())]
        return _All(self._graph)

    def _right(
        self,
        pattern: PathPattern,
        anchor: int,
        index: int,
        at: Node,
        first: Node,
        legs: Legs,
        bound: Bindings,
    ) -> Iterator[None]:
        if index == len(pattern.edges):
            yield from self._left(pattern, anchor, first, legs, bound)
            return
        for walk in self._walker.walks(at, pattern.edges[index], reverse=False):
            end = walk[-1][1] if walk else at
            legs[index] = walk
            for _ in self._leg(pattern, index, index + 1, walk, end, bound):
                yield from self._right(pattern, anchor, index + 1, end, first, legs, bound)

    def _left(
        self, pattern: PathPattern, index: int, at: Node, legs: Legs, bound: Bindings
    ) -> Iterator[None]:
        if index == 0:
            yield from self._whole(pattern, at, legs, bound)
            return
        for walk in self._walker.walks(at, pattern.edges[index - 1], reverse=True):
            end = walk[-1][1] if walk else at
            legs[index - 1] = _turned(at, walk)
            for _ in self._leg(pattern, index - 1, index - 1, walk, end, bound):
                yield from self._left(pattern, index - 1, end, legs, bound)

    def _leg(
        self, pattern: PathPattern, edge: int, node: int, walk: Walk, end: Node, bound: Bindings
    ) -> Iterator[None]:
        """Bind the relationship of a leg, if it has a variable, and the entity at its end."""
        name = pattern.edges[edge].variable
        variable = pattern.nodes[node].variable
        if name is None:
            yield from self._bound(variable, end, bound)
            return
        for _ in self._bound(name, walk[0][0], bound):
            yield from self._bound(variable, end, bound)

    def _whole(
        self, pattern: PathPattern, first: Node, legs: Legs, bound: Bindings
    ) -> Iterator[None]:
        if pattern.variable is None:
            yield
            return
        elements: list[Node | Edge] = [first]
        for index in range(len(pattern.edges)):
            for edge, node in legs[index]:
                elements += (edge, node)
        number = self._numbers[pattern.variable]
        bound[number] = PathFound(tuple(elements))
        yield
        bound[number] = None

    def _bound(self, variable: str | None, value: Node | Edge, bound: Bindings) -> Iterator[None]:
        """Bind a variable while one goes on, if the conditions allow it."""
        if variable is None:
            yield
            return
        number = self._numbers[variable]
        if bound[number] is not None:
            if bound[number] is value:
                yield
            return
        bound[number] = value
        if self._conditions.hold(bound, number):
            yield
        bound[number] = None


@dataclass(frozen=True)
class _All:
    """Every entity of a graph."""

    graph: Graph

    def __len__(self) -> int:
        return len(self.graph.nodes)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.graph.nodes.values())


def _turned(start: Node, walk: Walk) -> Walk:
    """Return a walk from its end to its start."""
    nodes = [start, *(node for _, node in walk)]
    edges = [edge for edge, _ in walk]
    return tuple(zip(reversed(edges), reversed(nodes[:-1]), strict=True))
