"""Find where paths are in the graph, from the end that is least frequent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from twin_local.services.iottwinmaker.query.errors import TooMuchWork
from twin_local.services.iottwinmaker.query.graph import Edge, Graph, Node
from twin_local.services.iottwinmaker.query.syntax import EdgePattern

Walk: TypeAlias = tuple[tuple[Edge, Node], ...]
"""The relationships and entities of one walk, without the entity where it begins."""


@dataclass
class Budget:
    """How much of the graph a query may still look at."""

    left: int = 2_000_000

    def spend(self, steps: int = 1) -> None:
        """Count what is looked at.

        Raises:
            TooMuchWork: it is more than a query may.
        """
        self.left -= steps
        if self.left < 0:
            raise TooMuchWork


@dataclass(frozen=True)
class Walker:
    """Goes along relationships."""

    graph: Graph
    budget: Budget = field(default_factory=Budget)

    def walks(self, start: Node, edge: EdgePattern, *, reverse: bool) -> Iterator[Walk]:
        """Yield the walks that an edge pattern allows; none goes along a relationship twice."""
        if edge.is_one_hop:
            for step in self._steps(start, edge, reverse=reverse):
                yield (step,)
            return
        yield from self._longer(start, edge, (), reverse=reverse)

    def _longer(
        self, at: Node, edge: EdgePattern, walked: Walk, *, reverse: bool
    ) -> Iterator[Walk]:
        if len(walked) >= edge.least:
            yield walked
        if edge.most is not None and len(walked) >= edge.most:
            return
        for step in self._steps(at, edge, reverse=reverse):
            if all(step[0] is not other for other, _ in walked):
                yield from self._longer(step[1], edge, (*walked, step), reverse=reverse)

    def _steps(
        self, at: Node, pattern: EdgePattern, *, reverse: bool
    ) -> Iterable[tuple[Edge, Node]]:
        along, against = pattern.forwards, pattern.backwards
        if reverse:
            along, against = against, along
        nodes = self.graph.nodes
        if along:
            for edge in self.graph.leaving.get(at.key, ()):
                self.budget.spend()
                if pattern.name in (None, edge.name):
                    yield edge, nodes[edge.target]
        if against:
            for edge in self.graph.arriving.get(at.key, ()):
                self.budget.spend()
                # A loop leaves and arrives; undirected it is one match, not two.
                is_loop = along and edge.source == edge.target
                if pattern.name in (None, edge.name) and not is_loop:
                    yield edge, nodes[edge.source]
