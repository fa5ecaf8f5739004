"""What the spatial plane tells: every detail has the fields of an upload, a console merges them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from twin.spatial.catalogue import AssetVersion
from twin.spatial.upload import Upload, UploadState

SOURCE = "twin.spatial"


@dataclass(frozen=True)
class UploadView:
    """An upload as the API shows it; `progress` runs from 0 to 1."""

    upload_id: str
    asset_key: str
    file_name: str
    state: UploadState
    progress: float
    step: str
    error: dict[str, str] | None

    @classmethod
    def of(cls, upload: Upload) -> UploadView:
        """Return the view of an upload."""
        return cls(
            upload_id=upload.upload_id,
            asset_key=upload.plan.asset_key,
            file_name=upload.plan.file_name,
            state=upload.state,
            progress=upload.progress,
            step=upload.step,
            error=dict(upload.error) if upload.error else None,
        )


@dataclass(frozen=True)
class UploadProgressed:
    """An upload went one step on."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "UploadProgressed"

    upload: UploadView

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event and the payload of the live channel."""
        return asdict(self.upload)


@dataclass(frozen=True)
class AssetRejected:
    """An upload was refused; nothing was published."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "AssetRejected"

    upload: UploadView

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event and the payload of the live channel."""
        return asdict(self.upload)


@dataclass(frozen=True)
class AssetPublished:
    """A version of an asset is in the catalogue, with all its derivatives."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "AssetPublished"

    upload: UploadView
    title: str
    version: int
    source_sha256: str
    converter: str
    published_at: float

    @classmethod
    def of(cls, upload: Upload, version: AssetVersion) -> AssetPublished:
        """Return the event of a version that an upload brought."""
        return cls(
            upload=UploadView.of(upload),
            title=version.title,
            version=version.version,
            source_sha256=version.recipe.source_sha256,
            converter=version.recipe.converter,
            published_at=version.published_at,
        )

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event and the payload of the live channel."""
        rest = asdict(self)
        return {**rest.pop("upload"), **rest}
