"""An archive as the API shows it."""

from __future__ import annotations

from spatial_runtime.asset_storage import URL_SECONDS, AssetStorage
from twin.api.schemas.spatial_archives import ArchiveBody
from twin.catalogue.archive.archive import Archive
from twin.catalogue.file import StoredFile


def archive_body(archive: Archive, storage: AssetStorage, now: float) -> ArchiveBody:
    """Return the state of an archive; a ready one with a short-lived address."""
    is_ready = archive.state == "READY"
    return {
        "database_id": archive.asset_id.database_id,
        "asset_key": archive.asset_id.asset_key,
        "number": archive.number,
        "state": archive.state,
        "file_name": archive.file_name,
        "size_bytes": archive.size_bytes if is_ready else None,
        "requested_at": archive.requested_at,
        "expires_at": archive.expires_at(),
        "url": storage.address(_file(archive)) if is_ready else None,
        "url_expires_at": now + URL_SECONDS if is_ready else None,
        "error": archive.error,
    }


def _file(archive: Archive) -> StoredFile:
    return StoredFile(archive.file_name, "application/zip", archive.size_bytes, "", archive.key)
