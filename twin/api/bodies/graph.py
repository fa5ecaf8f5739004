"""Bodies of the operations in `twin.api.routes.graph`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.graph import AssetTreePage, NeighbourPage, NodeBody, NodePage, PathList
from twin.graph.errors import (
    AmbiguousNode,
    BadFilter,
    FilterTooWide,
    UnknownNode,
    UnknownRelation,
)

NAMED = (AmbiguousNode, UnknownNode)

BODIES: dict[str, Bodies] = {
    "getAssetTree": Bodies(AssetTreePage, errors=NAMED),
    "listNodes": Bodies(NodePage, errors=(BadFilter, FilterTooWide)),
    "getNode": Bodies(NodeBody, errors=NAMED),
    "listNeighbours": Bodies(NeighbourPage, errors=(*NAMED, UnknownRelation)),
    "getPaths": Bodies(PathList, errors=(*NAMED, UnknownRelation)),
}
