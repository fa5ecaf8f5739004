"""What the operations stand on."""

from __future__ import annotations

from bindings_runtime.binding_store import BindingStore
from bindings_runtime.part_files import PartFiles
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.versions import FileLists
from spatial_runtime.asset_storage import AssetStorage
from twin.catalogue.identity import AssetId
from twin_runtime import clients
from twin_runtime.settings import setting


def store() -> CatalogueStore:
    """Return the catalogue."""
    return CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))


def binding_store() -> BindingStore:
    """Return the bindings."""
    return BindingStore(store(), clients.s3(), setting("ASSETS_BUCKET"))


def part_files(asset_id: AssetId) -> PartFiles:
    """Return the files of an asset with their parts."""
    bucket = setting("ASSETS_BUCKET")
    return PartFiles(
        store(), AssetStorage(clients.s3(), bucket), FileLists(clients.s3(), bucket), asset_id
    )
