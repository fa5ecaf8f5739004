"""The graph of the twin."""

from __future__ import annotations

from typing import TypedDict

from twin.api.schemas.json_value import JsonValue
from twin.graph.elements import Kind


class AssetRow(TypedDict):
    """One asset of the tree, before those below it; `depth` counts from 0."""

    id: str
    name: str
    title: str
    type: str
    level: str
    parent: str | None
    depth: int
    children: int


class AssetTreePage(TypedDict):
    """GET /graph/tree."""

    assets: list[AssetRow]
    next_token: str | None


class NodeBody(TypedDict):
    """One thing of the twin: `twin.graph.elements.Node`."""

    id: str
    kind: Kind
    name: str
    title: str
    type: str
    asset: str | None
    properties: dict[str, JsonValue]


class NodePage(TypedDict):
    """GET /graph/nodes."""

    nodes: list[NodeBody]
    next_token: str | None


class EdgeBody(TypedDict):
    """`source` stands in `relation` to `target`."""

    source: str
    relation: str
    target: str


class NeighbourBody(TypedDict):
    """A node and the edge that leads there."""

    node: NodeBody
    edge: EdgeBody


class NeighbourPage(TypedDict):
    """GET /graph/nodes/{node_id}/neighbours: along the edges that leave, then those that come."""

    neighbours: list[NeighbourBody]
    next_token: str | None


class PathBody(TypedDict):
    """A path; `edges[n]` joins `nodes[n]` and `nodes[n + 1]`, in whichever direction."""

    nodes: list[NodeBody]
    edges: list[EdgeBody]


class PathList(TypedDict):
    """GET /graph/path: the shortest ones, all of one length; empty where there is none."""

    paths: list[PathBody]
