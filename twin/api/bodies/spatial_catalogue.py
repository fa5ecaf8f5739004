"""Bodies of the operations in `twin.api.routes.spatial_catalogue`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.scene import SceneBody
from twin.api.schemas.spatial_catalogue import AssetBody, AssetPage, ConverterList, FileUrl

BODIES: dict[str, Bodies] = {
    "getScene": Bodies(SceneBody),
    "listConverters": Bodies(ConverterList),
    "listAssets": Bodies(AssetPage),
    "getAsset": Bodies(AssetBody),
    "getAssetFile": Bodies(FileUrl),
}
