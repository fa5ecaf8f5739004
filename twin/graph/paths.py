"""Shortest paths, searched from both ends at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from twin.graph.elements import Direction, Edge
from twin.graph.graph import Graph
from twin.graph.walks import other_end

AGAINST: dict[Direction, Direction] = {"out": "in", "in": "out", "any": "any"}


@dataclass(frozen=True)
class Path:
    """From the first node to the last one; `edges[n]` joins `nodes[n]` and `nodes[n + 1]`."""

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]


def shortest_paths(
    graph: Graph,
    start: str,
    end: str,
    *,
    direction: Direction = "any",
    relations: frozenset[str] = frozenset(),
    most_edges: int,
    most_paths: int,
) -> Sequence[Path]:
    """Return the shortest paths of at most `most_edges` edges; none where there is no such path.

    All of them have the same length. Of several edges between two nodes each makes a path.
    """
    near = _Side(graph, start, direction, relations)
    far = _Side(graph, end, AGAINST[direction], relations)
    meeting = [start] if start == end else []
    for _ in range(most_edges):
        side, other = (near, far) if len(near.level) <= len(far.level) else (far, near)
        if meeting or not side.level:
            break
        side.advance()
        # Both sides know all nodes up to their depth: the first meeting is on shortest paths.
        meeting = [node for node in side.level if node in other.ways]
    return list(islice(_joined(meeting, near, far), most_paths))


class _Side:
    """What is reached from one end: `ways` are the last edges to each node, `level` the newest."""

    def __init__(
        self, graph: Graph, end: str, direction: Direction, relations: frozenset[str]
    ) -> None:
        self._graph, self._direction, self._relations = graph, direction, relations
        self.ways: dict[str, list[Edge]] = {end: []}
        self.level: list[str] = [end]

    def advance(self) -> None:
        """Go one edge further from every node of the level."""
        reached: dict[str, list[Edge]] = {}
        for node in self.level:
            for edge in self._graph.edges(node, self._direction, self._relations):
                other = other_end(edge, node)
                if other not in self.ways:
                    reached.setdefault(other, []).append(edge)
        self.ways |= reached
        self.level = list(reached)

    def back(self, node: str) -> Iterator[tuple[tuple[str, ...], tuple[Edge, ...]]]:
        """Yield the nodes and edges from a node back to this end, all ways."""
        waiting: list[tuple[tuple[str, ...], tuple[Edge, ...]]] = [((node,), ())]
        while waiting:
            nodes, edges = waiting.pop()
            before = self.ways[nodes[-1]]
            if not before:
                yield nodes, edges
            for edge in reversed(before):
                waiting.append(((*nodes, other_end(edge, nodes[-1])), (*edges, edge)))


def _joined(meeting: Sequence[str], near: _Side, far: _Side) -> Iterator[Path]:
    for node in meeting:
        for nodes, edges in near.back(node):
            for following, rest in far.back(node):
                yield Path((*reversed(nodes), *following[1:]), (*reversed(edges), *rest))
