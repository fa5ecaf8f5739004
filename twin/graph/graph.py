"""The indexed graph: made once, asked many times; every list is in the order of the site file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from twin.graph.build import edges_of, nodes_of
from twin.graph.elements import Direction, Edge, Kind, Node
from twin.graph.errors import AmbiguousNode, UnknownNode, UnknownRelation
from twin.site_document import SiteDocument


class Graph:
    """Nodes by id, by name, by kind and by type; edges by either end."""

    def __init__(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        self.nodes = {node.id: node for node in nodes}
        self._named: dict[str, list[Node]] = defaultdict(list)
        self._by_kind: dict[Kind, list[Node]] = defaultdict(list)
        self._by_type: dict[tuple[Kind | None, str], list[Node]] = defaultdict(list)
        self._out: dict[str, list[Edge]] = defaultdict(list)
        self._in: dict[str, list[Edge]] = defaultdict(list)
        self._children: dict[str, list[str]] = defaultdict(list)
        self._below: set[str] = set()
        self.relations: set[str] = set()
        for node in self.nodes.values():
            for name in {node.name, node.id.partition(":")[2]}:
                self._named[name].append(node)
            self._by_kind[node.kind].append(node)
            self._by_type[node.kind, node.type].append(node)
            self._by_type[None, node.type].append(node)
        for edge in edges:
            self._out[edge.source].append(edge)
            self._in[edge.target].append(edge)
            self.relations.add(edge.relation)
            if edge.relation == "child_of":
                self._children[edge.target].append(edge.source)
                self._below.add(edge.source)

    @classmethod
    def of(cls, site: SiteDocument) -> Graph:
        """Return the graph of a site."""
        return cls(nodes_of(site), edges_of(site))

    def find(self, name: str) -> Node:
        """Return the node of an id, of a signal's alias, or of a name; an asset goes first.

        Raises:
            UnknownNode: there is none.
            AmbiguousNode: several things that are no assets have this name.
        """
        if (node := self.nodes.get(name)) is not None:
            return node
        found = self._named.get(name, [])
        assets = [node for node in found if node.kind == "asset"]
        if len(assets or found) == 1:
            return (assets or found)[0]
        if not found:
            raise UnknownNode("nothing has this id or name", found=name, expected="an id, a name")
        raise AmbiguousNode(
            "several things have this name",
            found=name,
            expected=" or ".join(node.id for node in found),
        )

    def select(self, kind: Kind | None = None, type_name: str | None = None) -> Sequence[Node]:
        """Return the nodes of a kind and a type; None leaves that open."""
        if type_name is not None:
            return self._by_type.get((kind, type_name), [])
        return list(self.nodes.values()) if kind is None else self._by_kind.get(kind, [])

    def relation(self, name: str) -> str:
        """Return the name of a relation; raise `UnknownRelation`."""
        if name not in self.relations:
            known = ", ".join(sorted(self.relations))
            raise UnknownRelation("no edge has this name", found=name, expected=known)
        return name

    def edges(
        self, node: str, direction: Direction = "any", relations: frozenset[str] = frozenset()
    ) -> Iterator[Edge]:
        """Yield the edges at a node, those that leave it first; no relations are all."""
        if direction != "in":
            yield from self._kept(self._out.get(node, []), relations)
        if direction != "out":
            yield from self._kept(self._in.get(node, []), relations)

    def children(self, node: str) -> Sequence[str]:
        """Return the ids of the assets right below an asset."""
        return self._children.get(node, ())

    def roots(self) -> list[str]:
        """Return the ids of the assets that are below no other."""
        return [node.id for node in self._by_kind.get("asset", []) if node.id not in self._below]

    @staticmethod
    def _kept(edges: Sequence[Edge], relations: frozenset[str]) -> Iterable[Edge]:
        return edges if not relations else (e for e in edges if e.relation in relations)
