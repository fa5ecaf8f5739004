"""What the spatial plane tells of uploads and conversions; a console merges what it hears."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from twin.catalogue.asset import Asset
from twin.catalogue.file import FileVersion
from twin.spatial.conversion import Conversion
from twin.spatial.conversion_view import conversion_view
from twin.spatial.upload import Upload, UploadState

SOURCE = "twin.spatial"


@dataclass(frozen=True)
class UploadView:
    """An upload as the API shows it; `progress` runs from 0 to 1."""

    upload_id: str
    database_id: str
    asset_key: str
    path: str
    file_name: str
    hold: bool
    archive: str
    state: UploadState
    progress: float
    step: str
    error: dict[str, str] | None

    @classmethod
    def of(cls, upload: Upload) -> UploadView:
        """Return the view of an upload."""
        return cls(
            upload_id=upload.upload_id,
            database_id=upload.plan.database_id,
            asset_key=upload.plan.asset_key,
            path=upload.plan.path,
            file_name=upload.plan.file_name,
            hold=upload.plan.hold,
            archive=upload.archive,
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
class ConversionProgressed:
    """A conversion went on: a step of its workflow, or its job within a step."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "ConversionProgressed"

    conversion: Conversion

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event and the payload of the live channel."""
        return conversion_view(self.conversion)


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
    """A version of a file is in the catalogue, with all its derivatives.

    `version` is the asset's newest version: the one that holds the file, or with `hold` the one
    before. `converter` is empty where nothing was converted.
    """

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "AssetPublished"

    upload: UploadView
    title: str
    version: int
    file_version: int
    source_sha256: str
    converter: str
    published_at: float

    @classmethod
    def of(cls, upload: Upload, asset: Asset, file: FileVersion) -> AssetPublished:
        """Return the event of a version of a file that an upload brought."""
        return cls(
            upload=UploadView.of(upload),
            title=asset.title,
            version=asset.version,
            file_version=file.number,
            source_sha256=file.source.sha256,
            converter=file.recipe.converter if file.recipe else "",
            published_at=file.published_at,
        )

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event and the payload of the live channel."""
        rest = asdict(self)
        return {**rest.pop("upload"), **rest}


@dataclass(frozen=True)
class VersionKept:
    """The working tree of an asset was kept as a version."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "VersionKept"

    database_id: str
    asset_key: str
    version: int

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event."""
        return asdict(self)


@dataclass(frozen=True)
class PurgeRequested:
    """An asset was removed for good: what is left of it is to be removed now."""

    source: ClassVar[str] = SOURCE
    detail_type: ClassVar[str] = "PurgeRequested"

    database_id: str
    asset_key: str

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event."""
        return asdict(self)
