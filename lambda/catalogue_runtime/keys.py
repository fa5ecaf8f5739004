"""The keys of the catalogue's items, as DynamoDB takes them."""

from __future__ import annotations

import hashlib
from typing import Any

from twin.catalogue.identity import AssetId

Key = dict[str, Any]

DATABASES = "databases"
"""The list of databases, the newest first."""

CHANGES = "changes"
"""The list of every change of the catalogue, the newest first."""

PURGES = "purges"
"""The list of deleted assets by the time at which they are removed for good."""

FILE = "file#"
FILE_VERSION = "fileversion#"
DELETED_FILE = "deletedfile#"
VERSION = "version#"
REFERENCE = "ref#"
NUMBER = "//"
"""Between a path and a number: no path has two slashes in a row, so no two keys are the same."""


def assets_of(database_id: str) -> str:
    """Return the list of the assets of a database, the newest first."""
    return f"assets#{database_id}"


def deleted_assets_of(database_id: str) -> str:
    """Return the list of the deleted assets of a database."""
    return f"deleted#{database_id}"


def database_key(database_id: str) -> Key:
    """Return the key of a database."""
    return key(f"database#{database_id}", "database")


def count_key(database_id: str) -> Key:
    """Return the key of the number of a database's assets, deleted ones included."""
    return key(f"database#{database_id}", "count")


def asset_partition(asset_id: AssetId) -> str:
    """Return the partition of an asset, its files, versions, links and comments."""
    return f"asset#{asset_id}"


def asset_key(asset_id: AssetId) -> Key:
    """Return the key of an asset."""
    return key(asset_partition(asset_id), "asset")


def file_key(asset_id: AssetId, path: str) -> Key:
    """Return the key of the newest version of a file of the working tree."""
    return key(asset_partition(asset_id), f"{FILE}{path}")


def deleted_file_key(asset_id: AssetId, path: str) -> Key:
    """Return the key of the newest version of a file that was taken out of the working tree."""
    return key(asset_partition(asset_id), f"{DELETED_FILE}{path}")


def file_version_key(asset_id: AssetId, path: str, number: int) -> Key:
    """Return the key of one version of a file."""
    return key(asset_partition(asset_id), f"{FILE_VERSION}{path}{NUMBER}{number:08d}")


def version_key(asset_id: AssetId, number: int) -> Key:
    """Return the key of one version of an asset."""
    return key(asset_partition(asset_id), f"{VERSION}{number:08d}")


def alias_key(database_id: str, alias: str) -> Key:
    """Return the key of an alias, which one asset of a database has."""
    return key(f"alias#{database_id}/{alias}", "alias")


def purge_key(asset_id: AssetId) -> Key:
    """Return the key of what says when a deleted asset is removed for good."""
    return key(f"purge#{asset_id}", "purge")


def source_partition(sha256: str) -> str:
    """Return the partition of what refers to the bytes of one digest."""
    return f"source#{sha256}"


def reference_key(sha256: str, asset_id: AssetId, path: str, number: int) -> Key:
    """Return the key of the reference of a version of a file to its bytes."""
    text = f"{asset_id}/{path}{NUMBER}{number}"
    return key(source_partition(sha256), f"{REFERENCE}{hashlib.sha256(text.encode()).hexdigest()}")


def path_digest(path: str) -> str:
    """Return what stands for a path in a sort key that has no room for all of it."""
    return hashlib.sha256(path.encode()).hexdigest()


def tombstone_key(sha256: str) -> Key:
    """Return the key of what says that the bytes of a digest are being removed, or were."""
    return key(source_partition(sha256), "removed")


def history_partition(subject: str) -> str:
    """Return the partition of the history of a database or an asset."""
    return f"history#{subject}"


def time_text(seconds: float) -> str:
    """Return a time as text that sorts by time; seconds since 1970."""
    return f"{seconds:017.6f}"


def key(partition: str, sort: str) -> Key:
    """Return the key of an item."""
    return {"pk": {"S": partition}, "sk": {"S": sort}}
