"""Bodies of the operations in `twin.api.routes.graph`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.graph import AssetTreePage, NeighbourPage, NodeBody, NodePage, PathList

BODIES: dict[str, Bodies] = {
    "getAssetTree": Bodies(AssetTreePage),
    "listNodes": Bodies(NodePage),
    "getNode": Bodies(NodeBody),
    "listNeighbours": Bodies(NeighbourPage),
    "getPaths": Bodies(PathList),
}
