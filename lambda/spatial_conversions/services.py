"""What the operations stand on."""

from __future__ import annotations

from collections.abc import Callable

from catalogue_runtime.store import CatalogueStore
from spatial_runtime.asset_storage import AssetStorage
from spatial_runtime.upload_table import UploadTable
from twin_runtime import clients
from twin_runtime.http import Answer, Body, Request
from twin_runtime.idempotency import answer_once
from twin_runtime.settings import setting


def store() -> CatalogueStore:
    """Return the catalogue."""
    return CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))


def storage() -> AssetStorage:
    """Return the bucket of published files."""
    return AssetStorage(clients.s3(), setting("ASSETS_BUCKET"))


def uploads() -> UploadTable:
    """Return the uploads."""
    return UploadTable(clients.dynamodb(), setting("CATALOG_TABLE"))


def once(request: Request, operation: Callable[[Request], Body | Answer]) -> Answer:
    """Do a POST once for each idempotency key."""
    return answer_once(request, clients.dynamodb(), setting("CATALOG_TABLE"), operation)
