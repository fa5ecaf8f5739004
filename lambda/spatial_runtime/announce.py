"""Tell what happens to uploads and assets."""

from __future__ import annotations

from twin.catalogue.identity import AssetId
from twin.spatial.events import (
    AssetPublished,
    AssetRejected,
    PurgeRequested,
    UploadProgressed,
    UploadView,
    VersionKept,
)
from twin.spatial.upload import Upload
from twin_runtime.events import put_event


def tell(upload: Upload) -> None:
    """Tell that an upload went on, or was rejected."""
    view = UploadView.of(upload)
    put_event(AssetRejected(view) if upload.state == "REJECTED" else UploadProgressed(view))


def tell_published(event: AssetPublished) -> None:
    """Tell that a version is in the catalogue."""
    put_event(event)


def tell_kept(asset_id: AssetId, version: int) -> None:
    """Tell that the working tree of an asset was kept as a version."""
    put_event(VersionKept(asset_id.database_id, asset_id.asset_key, version))


def tell_purge(asset_id: AssetId) -> None:
    """Tell that an asset was removed for good, so that what is left of it follows."""
    put_event(PurgeRequested(asset_id.database_id, asset_id.asset_key))
