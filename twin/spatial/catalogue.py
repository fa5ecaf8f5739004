"""What an upload and its conversion bring into the catalogue."""

from __future__ import annotations

from twin.catalogue.file import StoredFile
from twin.spatial.content_kinds import ContentType, kind_of
from twin.spatial.derivative import source_key
from twin.spatial.manifest import Manifest
from twin.spatial.upload import Upload

ASSEMBLY_FILE = "assembly.json"
SCENE_FILE = "model.glb"


def source_of(upload: Upload, content_type: ContentType) -> StoredFile:
    """Return the original, at its content address in the assets bucket."""
    return StoredFile(
        file_name=upload.plan.file_name,
        media_type=kind_of(content_type).media_type,
        size_bytes=upload.plan.size_bytes,
        sha256=upload.sha256,
        key=source_key(upload.sha256),
    )


def derivatives_of(manifest: Manifest) -> tuple[StoredFile, ...]:
    """Return the files that a conversion wrote."""
    return tuple(
        StoredFile(
            file_name=file.file_name,
            media_type=file.media_type,
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            key=f"{manifest.recipe.prefix}/{file.file_name}",
        )
        for file in manifest.files
    )
