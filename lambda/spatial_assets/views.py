"""The catalogue as the API shows it."""

from __future__ import annotations

from typing import cast

from twin.api.schemas.spatial_catalogue import AssetBody, Box, DatabaseBody
from twin.api.schemas.spatial_files import (
    FileBody,
    StoredFileBody,
    VersionBody,
    VersionFileBody,
)
from twin.catalogue.asset import Asset
from twin.catalogue.box import BoundingBox
from twin.catalogue.database import Database
from twin.catalogue.file import FileVersion, StoredFile
from twin.catalogue.records import to_record
from twin.catalogue.version import AssetVersion, FileEntry


def database_body(database: Database) -> DatabaseBody:
    """Return a database."""
    return cast("DatabaseBody", {**to_record(database), "tags": list(database.tags)})


def asset_body(asset: Asset) -> AssetBody:
    """Return an asset."""
    return {
        "database_id": asset.asset_id.database_id,
        "asset_key": asset.asset_id.asset_key,
        "title": asset.title,
        "description": asset.description,
        "asset_type": asset.asset_type,
        "tags": list(asset.tags),
        "metadata": dict(asset.metadata),
        "aliases": list(asset.aliases),
        "box": _box(asset.box),
        "version": asset.version,
        "revision": asset.revision,
        "created_at": asset.created_at,
        "created_by": asset.created_by,
        "updated_at": asset.updated_at,
        "updated_by": asset.updated_by,
        "deleted_at": asset.deleted_at,
        "purge_after": asset.purge_after,
    }


def file_body(file: FileVersion) -> FileBody:
    """Return a version of a file."""
    return {
        "path": file.path,
        "number": file.number,
        "content_type": file.content_type,
        "size_bytes": file.source.size_bytes,
        "sha256": file.source.sha256,
        "converter": file.recipe.converter if file.recipe else None,
        "derivatives": [stored_file_body(one) for one in file.derivatives],
        "published_at": file.published_at,
        "published_by": file.published_by,
        "upload_id": file.upload_id,
    }


def stored_file_body(file: StoredFile) -> StoredFileBody:
    """Return stored bytes."""
    return {
        "file_name": file.file_name,
        "media_type": file.media_type,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
    }


def version_body(version: AssetVersion) -> VersionBody:
    """Return a version of an asset."""
    return {
        "number": version.number,
        "comment": version.comment,
        "file_count": version.file_count,
        "size_bytes": version.size_bytes,
        "title": version.title,
        "asset_type": version.asset_type,
        "tags": list(version.tags),
        "metadata": dict(version.metadata),
        "created_at": version.created_at,
        "created_by": version.created_by,
    }


def version_file_body(entry: FileEntry) -> VersionFileBody:
    """Return a file of a version."""
    return {
        "path": entry.path,
        "number": entry.number,
        "size_bytes": entry.size_bytes,
        "sha256": entry.sha256,
    }


def _box(box: BoundingBox | None) -> Box | None:
    if box is None:
        return None
    return {"frame": box.frame, "minimum": list(box.minimum), "maximum": list(box.maximum)}
