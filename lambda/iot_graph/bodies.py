"""Elements of the graph as JSON: the bodies of `twin.api.schemas`."""

from __future__ import annotations

from twin.graph.elements import Edge, Node
from twin.graph.graph import Graph
from twin.graph.paths import Path
from twin.graph.walks import Neighbour, TreeRow
from twin_runtime.http import Body


def node_body(node: Node) -> Body:
    """Return a node."""
    return {
        "id": node.id,
        "kind": node.kind,
        "name": node.name,
        "title": node.title,
        "type": node.type,
        "asset": node.asset,
        "properties": dict(node.properties),
    }


def edge_body(edge: Edge) -> Body:
    """Return an edge."""
    return {"source": edge.source, "relation": edge.relation, "target": edge.target}


def neighbour_body(neighbour: Neighbour) -> Body:
    """Return a node and the edge that leads there."""
    return {"node": node_body(neighbour.node), "edge": edge_body(neighbour.edge)}


def tree_body(row: TreeRow) -> Body:
    """Return one asset of the tree."""
    node = row.node
    return {
        "id": node.id,
        "name": node.name,
        "title": node.title,
        "type": node.type,
        "level": node.properties["level"],
        "parent": row.parent,
        "depth": row.depth,
        "children": row.children,
    }


def path_body(graph: Graph, path: Path) -> Body:
    """Return a path with its nodes."""
    return {
        "nodes": [node_body(graph.nodes[one]) for one in path.nodes],
        "edges": [edge_body(edge) for edge in path.edges],
    }
