"""Ids of nodes: the path of names, with `~2` at the second of several siblings of one name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from twin.spatial.assembly import AssemblyNode


def with_node_ids(nodes: Iterable[AssemblyNode], above: str = "") -> tuple[AssemblyNode, ...]:
    """Return nodes with ids that are unique in their file, and the same every time."""
    ids = _Ids()
    return tuple(_with_id(node, ids.take(node.name, above)) for node in nodes)


@dataclass
class _Ids:
    """The ids of siblings; a name that ends like a number of ours is stepped over."""

    taken: set[str] = field(default_factory=set)
    last: dict[str, int] = field(default_factory=dict)

    def take(self, name: str, above: str) -> str:
        plain = f"{above}/{name}" if above else name
        found = plain
        while found in self.taken:
            self.last[plain] = self.last.get(plain, 1) + 1
            found = f"{plain}~{self.last[plain]}"
        self.taken.add(found)
        return found


def _with_id(node: AssemblyNode, node_id: str) -> AssemblyNode:
    return replace(node, node_id=node_id, children=with_node_ids(node.children, node_id))
