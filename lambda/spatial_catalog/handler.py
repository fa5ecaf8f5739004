"""GET /scene and GET /converters."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from catalogue_runtime.access import readable_assets
from catalogue_runtime.store import CatalogueStore
from spatial_catalog.scene import Scene
from spatial_catalog.views import converter_row
from spatial_runtime.asset_storage import AssetStorage
from twin.spatial.site_converters import SiteConverters
from twin_runtime import clients
from twin_runtime.http import Body, ProxyResponse, Request, serve
from twin_runtime.settings import setting
from twin_runtime.site import site


def get_scene(request: Request) -> Body:
    """Answer the models of the site, then other published assets, as the caller may see them."""
    scene = Scene(
        site=site(),
        catalogue=CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE")),
        storage=AssetStorage(clients.s3(), setting("ASSETS_BUCKET")),
        now=time.time(),
    )
    return scene.body(lambda assets: readable_assets(request, assets))


def list_converters(_request: Request) -> Body:
    """Answer what can be converted."""
    return {"converters": [converter_row(converter) for converter in SiteConverters.of(site()).all]}


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the scene and the converters."""
    return serve(event, {"getScene": get_scene, "listConverters": list_converters})
