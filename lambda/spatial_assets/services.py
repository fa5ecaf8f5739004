"""What the operations stand on."""

from __future__ import annotations

from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.versions import FileLists
from spatial_runtime.asset_storage import AssetStorage
from twin_runtime import clients
from twin_runtime.settings import setting


def store() -> CatalogueStore:
    """Return the catalogue."""
    return CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))


def file_lists() -> FileLists:
    """Return the lists of the files of versions."""
    return FileLists(clients.s3(), setting("ASSETS_BUCKET"))


def storage() -> AssetStorage:
    """Return the bucket of published files."""
    return AssetStorage(clients.s3(), setting("ASSETS_BUCKET"))
