"""GET /graph/tree, /graph/nodes, /graph/nodes/{node_id}, …/neighbours and /graph/path."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from iot_graph.bodies import neighbour_body, node_body, path_body, tree_body
from iot_graph.live_values import passing
from iot_graph.pages import page_of
from iot_graph.parameters import asked_relations, asked_top
from twin.graph.elements import DIRECTIONS, KINDS
from twin.graph.filters import parse_filter
from twin.graph.graph import Graph
from twin.graph.paths import shortest_paths
from twin.graph.walks import neighbours, tree
from twin_runtime.http import Body, ProxyResponse, Request, serve
from twin_runtime.site import site


@cache
def graph() -> Graph:
    """Return the site's graph, made once per process."""
    return Graph.of(site())


def get_tree(request: Request) -> Body:
    """Answer one page of the asset tree, each asset before those below it."""
    top = asked_top(request, graph())
    depth = request.integer("depth")
    rows = tree(graph(), top, depth)
    return page_of(request, "tree", ("below", "depth"), "assets", rows, tree_body)


def list_nodes(request: Request) -> Body:
    """Answer one page of the nodes of a kind and a type whose properties pass a filter."""
    kind = request.choice("kind", KINDS) if "kind" in request.query else None
    wanted = parse_filter(request.one("where") or "")
    nodes = passing(graph(), graph().select(kind, request.one("type")), wanted)
    return page_of(request, "nodes", ("kind", "type", "where"), "nodes", iter(nodes), node_body)


def get_node(request: Request) -> Body:
    """Answer one node."""
    return node_body(graph().find(request.path["node_id"]))


def list_neighbours(request: Request) -> Body:
    """Answer one page of what is one edge away from a node."""
    node = graph().find(request.path["node_id"])
    direction = request.choice("direction", DIRECTIONS)
    found = neighbours(graph(), node.id, direction, asked_relations(request, graph()))
    listing = f"neighbours {node.id}"
    return page_of(request, listing, ("direction", "relation"), "neighbours", found, neighbour_body)


def get_paths(request: Request) -> Body:
    """Answer the shortest paths from one node to another; none is an empty list."""
    start, end = (graph().find(request.one(name) or "") for name in ("from", "to"))
    paths = shortest_paths(
        graph(),
        start.id,
        end.id,
        direction=request.choice("direction", DIRECTIONS),
        relations=asked_relations(request, graph()),
        most_edges=request.integer("depth"),
        most_paths=request.integer("limit"),
    )
    return {"paths": [path_body(graph(), path) for path in paths]}


OPERATIONS = {
    "getAssetTree": get_tree,
    "listNodes": list_nodes,
    "getNode": get_node,
    "listNeighbours": list_neighbours,
    "getPaths": get_paths,
}


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the questions about the graph."""
    return serve(event, OPERATIONS)
