"""Tell what happens to uploads and assets."""

from __future__ import annotations

from twin.spatial.events import AssetPublished, AssetRejected, UploadProgressed, UploadView
from twin.spatial.upload import Upload
from twin_runtime.events import put_event


def tell(upload: Upload) -> None:
    """Tell that an upload went on, or was rejected."""
    view = UploadView.of(upload)
    event = AssetRejected(view) if upload.state == "REJECTED" else UploadProgressed(view)
    put_event(event.source, event.detail_type, event.to_detail())


def tell_published(event: AssetPublished) -> None:
    """Tell that a version is in the catalogue."""
    put_event(event.source, event.detail_type, event.to_detail())
