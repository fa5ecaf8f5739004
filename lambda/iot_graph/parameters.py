"""What the queries of the graph have in common."""

from __future__ import annotations

from twin.graph.errors import UnknownNode
from twin.graph.graph import Graph
from twin_runtime.http import Request


def asked_relations(request: Request, graph: Graph) -> frozenset[str]:
    """Return the relations named by `relation`; none are all. Raise `UnknownRelation`."""
    return frozenset(graph.relation(name) for name in request.many("relation"))


def asked_top(request: Request, graph: Graph) -> str | None:
    """Return the asset that `below` names, or None for all; raise `UnknownNode`."""
    name = request.one("below")
    if name is None:
        return None
    node = graph.find(name)
    if node.kind != "asset":
        raise UnknownNode("only assets make a tree", found=node.id, expected="an asset")
    return node.id
