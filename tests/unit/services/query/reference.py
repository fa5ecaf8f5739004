"""A query engine that tries everything: slow, and so simple that it is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from twin_local.services.iottwinmaker.query.graph import Edge, Graph, Node, build


@dataclass(frozen=True)
class Link:
    """One edge pattern: its direction, its relationship if any is said, and its hops."""

    direction: str
    name: str | None
    least: int
    most: int

    def text(self) -> str:
        """Write it as in a query."""
        inner = f"[:{self.name}]" if self.name else "[]"
        hops = "" if (self.least, self.most) == (1, 1) else f"{{{self.least},{self.most}}}"
        return {"right": f"-{inner}->", "left": f"<-{inner}-", "both": f"-{inner}-"}[
            self.direction
        ] + hops


def graph(names: list[str], links: list[tuple[int, str, int]]) -> Graph:
    """Return a graph of entities by name, and of relationships by the numbers of their ends."""
    nodes = [
        Node(f"n{number}", {"entityId": f"n{number}", "entityName": name})
        for number, name in enumerate(names)
    ]
    edges = [
        Edge(name, f"n{source}", f"n{target}", {"relationshipName": name})
        for source, name, target in links
        if source < len(names) and target < len(names)
    ]
    return build(nodes, edges)


def walks(edges: list[Edge], link: Link, start: str, end: str) -> int:
    """Count the walks between two entities, by trying every sequence of relationships."""
    found = int(link.least == 0 and start == end)
    for length in range(max(link.least, 1), link.most + 1):
        for sequence in product(edges, repeat=length):
            if len({id(edge) for edge in sequence}) == length:
                found += _ways(sequence, link, start, end)
    return found


def _ways(sequence: tuple[Edge, ...], link: Link, start: str, end: str) -> int:
    """Say whether a sequence leads from one to the other, and in how many ways."""
    places = Counter([start])
    for edge in sequence:
        after: Counter[str] = Counter()
        if link.name in (None, edge.name):
            for place, count in places.items():
                for following in set(_after(edge, link, place)):
                    after[following] += count
        places = after
    return places[end]


def _after(edge: Edge, link: Link, place: str) -> Iterator[str]:
    if link.direction in ("right", "both") and edge.source == place:
        yield edge.target
    if link.direction in ("left", "both") and edge.target == place:
        yield edge.source


def rows(tested: Graph, chain: list[Link]) -> Counter[tuple[str, ...]]:
    """Return how often a chain of links is found between which entities."""
    edges = [edge for found in tested.leaving.values() for edge in found]
    counted: Counter[tuple[str, ...]] = Counter()
    for places in product(tested.nodes, repeat=len(chain) + 1):
        count = 1
        for number, link in enumerate(chain):
            count *= walks(edges, link, places[number], places[number + 1])
        if count:
            counted[places] = count
    return counted
