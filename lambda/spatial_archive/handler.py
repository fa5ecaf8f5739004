"""POST and GET /databases/{database_id}/assets/{asset_key}/versions/{number}/archive."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from catalogue_runtime.access import permitted_asset
from catalogue_runtime.archives import find_archive, record_archive
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.versions import version
from spatial_archive.views import archive_body
from spatial_runtime.asset_storage import AssetStorage
from twin.catalogue.archive.archive import ArchiveRequested, ArchiveUnknown, requested
from twin.catalogue.naming import version_number
from twin_runtime import clients
from twin_runtime.events import put_event
from twin_runtime.http import Answer, Body, ProxyResponse, Request, serve
from twin_runtime.settings import setting


def request_archive(request: Request) -> Answer:
    """Ask for the archive; one that is there or being made is not asked for again."""
    catalogue, now = _store(), time.time()
    asset = permitted_asset(request, catalogue)
    wanted = version(catalogue, asset.asset_id, version_number(request.path["number"]))
    archive = find_archive(catalogue, asset.asset_id, wanted.number)
    if archive is None or not archive.is_alive(now):
        archive = requested(asset.asset_id, wanted, now=now)
        record_archive(catalogue, archive)
        of = asset.asset_id
        put_event(ArchiveRequested(of.database_id, of.asset_key, wanted.number))
    return Answer(202, archive_body(archive, _storage(), now))


def get_archive(request: Request) -> Body:
    """Answer the state of the archive, and its address when it is there."""
    catalogue, now = _store(), time.time()
    asset = permitted_asset(request, catalogue)
    wanted = version(catalogue, asset.asset_id, version_number(request.path["number"]))
    archive = find_archive(catalogue, asset.asset_id, wanted.number)
    if archive is None or (archive.state == "READY" and not archive.is_alive(now)):
        raise ArchiveUnknown(
            "there is no archive of this version",
            expected="ask for one first",
            where=f"{asset.asset_id} version {wanted.number}",
        )
    return archive_body(archive, _storage(), now)


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on archives."""
    return serve(event, {"requestArchive": request_archive, "getArchive": get_archive})


def _store() -> CatalogueStore:
    return CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))


def _storage() -> AssetStorage:
    return AssetStorage(clients.s3(), setting("ASSETS_BUCKET"))
