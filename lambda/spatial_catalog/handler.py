"""GET /scene, /converters, /assets, /assets/{asset_key} and …/files/{file_name}."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from spatial_catalog.scene import Scene
from spatial_catalog.views import converter_row, file_row, summary
from spatial_runtime.asset_storage import URL_SECONDS, AssetStorage
from spatial_runtime.catalog_table import CatalogTable
from twin.spatial.converters import converters
from twin.spatial.errors import AssetFileUnknown
from twin_runtime import clients
from twin_runtime.http import Body, ProxyResponse, Request, serve
from twin_runtime.settings import setting
from twin_runtime.site import site

DEFAULT_LIMIT = 50
MAXIMUM_LIMIT = 200


def get_scene(_request: Request) -> Body:
    """Answer the models of the site, then every other published asset."""
    return _scene().body()


def list_converters(_request: Request) -> Body:
    """Answer what can be uploaded."""
    return {"converters": [converter_row(converter) for converter in converters()]}


def list_assets(request: Request) -> Body:
    """Answer one page of the catalogue, newest first."""
    limit = request.integer("limit", default=DEFAULT_LIMIT, minimum=1, maximum=MAXIMUM_LIMIT)
    page = _catalog().page(limit=limit, token=request.one("next_token"))
    rows = [summary(entry.version) for entry in page.entries]
    return {"assets": rows, "next_token": page.next_token}


def get_asset(request: Request) -> Body:
    """Answer one asset with its files and its assembly tree."""
    entry = _catalog().asset(request.path["asset_key"])
    return {
        **summary(entry.version),
        "files": [file_row(file) for file in entry.files],
        "tree": _scene().tree(entry),
    }


def get_asset_file(request: Request) -> Body:
    """Answer a short-lived address of one file."""
    entry, name = _catalog().asset(request.path["asset_key"]), request.path["file_name"]
    for file in entry.files:
        if file.file_name == name:
            return {"url": _storage().address(file), "expires_at": time.time() + URL_SECONDS}
    raise AssetFileUnknown(
        "the asset has no file of this name",
        found=name,
        expected=", ".join(file.file_name for file in entry.files),
        where=entry.version.asset_key,
    )


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on the catalogue."""
    return serve(
        event,
        {
            "getScene": get_scene,
            "listConverters": list_converters,
            "listAssets": list_assets,
            "getAsset": get_asset,
            "getAssetFile": get_asset_file,
        },
    )


def _catalog() -> CatalogTable:
    return CatalogTable(clients.dynamodb(), setting("CATALOG_TABLE"))


def _storage() -> AssetStorage:
    return AssetStorage(clients.s3(), setting("ASSETS_BUCKET"))


def _scene() -> Scene:
    return Scene(site=site(), catalog=_catalog(), storage=_storage(), now=time.time())
