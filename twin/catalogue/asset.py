"""An asset: what the catalogue says of it now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twin.catalogue.box import BoundingBox
from twin.catalogue.identity import AssetId

MetadataValue = str | float | int | bool | None | list["MetadataValue"] | dict[str, "MetadataValue"]
Metadata = Mapping[str, MetadataValue]


@dataclass(frozen=True)
class Asset:
    """One asset as it is now. Times are UTC seconds since 1970.

    `asset_type` names the JSON Schema of its metadata, empty for none. `version` is the newest
    version, 0 before the first. `revision` counts every change from 1 and is the asset's ETag.
    `deleted_at` and `purge_after` are set while it is deleted and can be restored.
    """

    asset_id: AssetId
    title: str
    description: str
    asset_type: str
    tags: tuple[str, ...]
    metadata: Metadata
    aliases: tuple[str, ...]
    box: BoundingBox | None
    version: int
    revision: int
    created_at: float
    created_by: str
    updated_at: float
    updated_by: str
    deleted_at: float | None = None
    purge_after: float | None = None

    @property
    def is_deleted(self) -> bool:
        """Tell whether the asset is deleted and can still be restored."""
        return self.deleted_at is not None
