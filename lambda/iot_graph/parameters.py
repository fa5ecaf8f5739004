"""What the queries of the graph have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from twin.graph.errors import UnknownNode
from twin.graph.graph import Graph
from twin_runtime.errors import QueryInvalid
from twin_runtime.http import Request

Choice = TypeVar("Choice", bound=str)


def choice(request: Request, name: str, choices: Sequence[Choice]) -> Choice | None:
    """Return the choice that a parameter names, or None without one; raise `QueryInvalid`."""
    text = request.one(name)
    if text is None:
        return None
    for one in choices:
        if one == text:
            return one
    raise QueryInvalid(
        f"there is no such {name}", found=repr(text), expected=", ".join(choices), where=name
    )


def asked_relations(request: Request, graph: Graph) -> frozenset[str]:
    """Return the relations named by `relation`; none are all. Raise `UnknownRelation`."""
    return frozenset(graph.relation(name) for name in request.query.get("relation", ()))


def asked_top(request: Request, graph: Graph) -> str | None:
    """Return the asset that `below` names, or None for all; raise `UnknownNode`."""
    name = request.one("below")
    if name is None:
        return None
    node = graph.find(name)
    if node.kind != "asset":
        raise UnknownNode("only assets make a tree", found=node.id, expected="an asset")
    return node.id
