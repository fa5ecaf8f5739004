"""What the catalogue knows of an asset: its versions, and the files of each."""

from __future__ import annotations

from dataclasses import dataclass

from twin.spatial.content import ContentType
from twin.spatial.derivative import Recipe, source_key
from twin.spatial.manifest import Manifest
from twin.spatial.upload import Upload

ASSEMBLY_FILE = "assembly.json"
SCENE_FILE = "model.glb"


@dataclass(frozen=True)
class CatalogueFile:
    """One file of a version; `key` is its place in the assets bucket."""

    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    key: str


@dataclass(frozen=True)
class AssetVersion:
    """One published version of an asset; versions count from 1."""

    asset_key: str
    title: str
    version: int
    source_file_name: str
    source_size_bytes: int
    content_type: ContentType
    recipe: Recipe
    published_at: float
    published_by: str
    upload_id: str

    def is_same_as(self, other: AssetVersion) -> bool:
        """Tell whether both have the same bytes, made in the same way."""
        return self.recipe == other.recipe


def files_of(upload: Upload, manifest: Manifest) -> tuple[CatalogueFile, ...]:
    """Return the files of a version: the original first, then the derivatives."""
    plan = upload.plan
    original = CatalogueFile(
        file_name=plan.file_name,
        media_type="application/octet-stream",
        size_bytes=plan.size_bytes,
        sha256=plan.sha256,
        key=source_key(plan.sha256),
    )
    derivatives = tuple(
        CatalogueFile(
            file_name=file.file_name,
            media_type=file.media_type,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            key=f"{manifest.recipe.prefix}/{file.file_name}",
        )
        for file in manifest.files
        if file.file_name != plan.file_name
    )
    return (original, *derivatives)
