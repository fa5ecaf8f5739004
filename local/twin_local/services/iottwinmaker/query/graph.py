"""The graph that is queried: entities and the relationships between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Fields: TypeAlias = Mapping[str, Any]
"""An entity, a relationship, a component or a property as JSON."""


@dataclass(frozen=True, eq=False)
class Node:
    """One entity."""

    key: str
    fields: Fields


@dataclass(frozen=True, eq=False)
class Edge:
    """One relationship, from the entity that has it to its target."""

    name: str
    source: str
    target: str
    fields: Fields


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes in the order of their ids; edges by both ends."""

    nodes: Mapping[str, Node]
    leaving: Mapping[str, list[Edge]] = field(default_factory=dict)
    arriving: Mapping[str, list[Edge]] = field(default_factory=dict)
    named: Mapping[str, list[Node]] = field(default_factory=dict)


def build(nodes: Iterable[Node], edges: Iterable[Edge]) -> Graph:
    """Return a graph; edges to what is no node are left out."""
    found = {node.key: node for node in sorted(nodes, key=lambda one: one.key)}
    leaving: dict[str, list[Edge]] = {}
    arriving: dict[str, list[Edge]] = {}
    for edge in edges:
        if edge.source in found and edge.target in found:
            leaving.setdefault(edge.source, []).append(edge)
            arriving.setdefault(edge.target, []).append(edge)
    named: dict[str, list[Node]] = {}
    for node in found.values():
        named.setdefault(str(node.fields.get("entityName")), []).append(node)
    return Graph(found, leaving, arriving, named)
