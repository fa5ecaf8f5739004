"""The graph of the twin."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route(
        "GET",
        "/graph/tree",
        "getAssetTree",
        "iot_graph",
        "viewer",
        "The asset tree, or the part of it below an asset",
        ("below", "depth", "limit", "next_token"),
    ),
    Route(
        "GET",
        "/graph/nodes",
        "listNodes",
        "iot_graph",
        "viewer",
        "Nodes by kind, type and properties",
        ("kind", "type", "where", "limit", "next_token"),
    ),
    Route("GET", "/graph/nodes/{node_id}", "getNode", "iot_graph", "viewer", "One node"),
    Route(
        "GET",
        "/graph/nodes/{node_id}/neighbours",
        "listNeighbours",
        "iot_graph",
        "viewer",
        "What is one edge away from a node",
        ("direction", "relation", "limit", "next_token"),
    ),
    Route(
        "GET",
        "/graph/path",
        "getPaths",
        "iot_graph",
        "viewer",
        "The shortest paths between two nodes",
        ("from", "to", "direction", "relation", "depth", "limit"),
    ),
)
