"""Give the nodes of a GLB the identity, place and shape of the parts that they show."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from twin.spatial.assembly import Assembly, AssemblyNode
from twin.spatial.part_facts import Box, PartIdentity, ShapeFacts

Part = Mapping[str, Any]
"""A node of `PartTree.to_json`."""


def with_facts(assembly: Assembly, parts: Mapping[str, Any]) -> Assembly:
    """Return the assembly with what `PartTree.to_json` found.

    Both trees come from one document in one order; the GLB lacks what has no triangles. A node
    that has no part of its name in turn stays without facts.
    """
    shapes = {key: ShapeFacts.from_dict(facts) for key, facts in parts["shapes"].items()}
    return replace(assembly, roots=_joined(assembly.roots, parts["roots"]), shapes=shapes)


def _joined(nodes: Sequence[AssemblyNode], parts: Sequence[Part]) -> tuple[AssemblyNode, ...]:
    waiting = deque(_named(parts))
    left = Counter(str(part["name"]) for part in waiting)
    return tuple(_node(node, _next_part(waiting, left, node.name)) for node in nodes)


def _next_part(waiting: deque[Part], left: Counter[str], name: str) -> Part | None:
    """Take the next part of a name, and drop those before it, which have no triangles.

    `left` counts the names that wait: an assembly may have ten thousand parts on one level.
    """
    while left[name]:
        part = waiting.popleft()
        left[part["name"]] -= 1
        if part["name"] == name:
            return part
    return None


def _node(node: AssemblyNode, part: Part | None) -> AssemblyNode:
    children = _joined(node.children, part["children"] if part else ())
    plain = replace(node, children=children)
    if part is None:
        return plain
    return replace(
        plain,
        identity=PartIdentity(**part["identity"]),
        transform=tuple(part["transform"]),
        box=Box.from_dict(part["box"]) if part["box"] else None,
        shape=part["shape"],
    )


def _named(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts that have names; one without has its children in its place, as in the GLB."""
    for part in parts:
        if part["name"]:
            yield part
        else:
            yield from _named(part["children"])
