"""Walks through the graph: the asset tree, and what is one edge away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from twin.graph.elements import Direction, Edge, Node
from twin.graph.graph import Graph


class TreeRow(NamedTuple):
    """One asset of the tree; `depth` counts from 0 at the top of what was asked for."""

    node: Node
    parent: str | None
    depth: int
    children: int


@dataclass(frozen=True)
class Neighbour:
    """A node and the edge that leads there."""

    node: Node
    edge: Edge


def tree(graph: Graph, top: str | None = None, depth: int | None = None) -> Iterator[TreeRow]:
    """Yield the assets below `top`, or all, each before its children; down to `depth` levels."""
    waiting: list[tuple[str, str | None, int]] = [
        (one, None, 0) for one in reversed([top] if top is not None else graph.roots())
    ]
    while waiting:
        own, parent, level = waiting.pop()
        children = graph.children(own)
        yield TreeRow(graph.nodes[own], parent, level, len(children))
        if children and (depth is None or level < depth):
            waiting += [(child, own, level + 1) for child in reversed(children)]


def neighbours(
    graph: Graph, node: str, direction: Direction, relations: frozenset[str]
) -> Iterator[Neighbour]:
    """Yield what is one edge away; a node that several edges lead to comes once for each."""
    for edge in graph.edges(node, direction, relations):
        yield Neighbour(graph.nodes[other_end(edge, node)], edge)


def other_end(edge: Edge, node: str) -> str:
    """Return where an edge at a node leads."""
    return edge.target if edge.source == node else edge.source
