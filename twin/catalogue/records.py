"""Records of the catalogue as JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from twin.catalogue.asset import Asset
from twin.catalogue.box import BoundingBox
from twin.catalogue.change import Change, FieldChange
from twin.catalogue.database import Database
from twin.catalogue.file import FileVersion, StoredFile
from twin.catalogue.identity import AssetId
from twin.catalogue.version import AssetVersion
from twin.spatial.derivative import Recipe

Record = Mapping[str, Any]


def to_record(value: Asset | Database | FileVersion | AssetVersion | Change) -> dict[str, Any]:
    """Return a record as a JSON object."""
    return asdict(value)


def database_of(record: Record) -> Database:
    """Return the database of its JSON object."""
    return Database(**{**record, "tags": tuple(record["tags"])})


def asset_of(record: Record) -> Asset:
    """Return the asset of its JSON object."""
    return Asset(
        **{
            **record,
            "asset_id": AssetId(**record["asset_id"]),
            "tags": tuple(record["tags"]),
            "aliases": tuple(record["aliases"]),
            "box": box_of(record["box"]) if record["box"] else None,
        }
    )


def box_of(record: Record) -> BoundingBox:
    """Return the box of its JSON object."""
    return BoundingBox(record["frame"], tuple(record["minimum"]), tuple(record["maximum"]))


def file_of(record: Record) -> FileVersion:
    """Return the version of a file of its JSON object."""
    return FileVersion(
        **{
            **record,
            "source": StoredFile(**record["source"]),
            "recipe": Recipe(**record["recipe"]) if record["recipe"] else None,
            "derivatives": tuple(StoredFile(**file) for file in record["derivatives"]),
        }
    )


def version_of_record(record: Record) -> AssetVersion:
    """Return the version of an asset of its JSON object."""
    return AssetVersion(**{**record, "tags": tuple(record["tags"])})


def change_of(record: Record) -> Change:
    """Return the change of its JSON object."""
    fields = tuple(FieldChange(**field) for field in record["fields"])
    return Change(**{**record, "fields": fields})
