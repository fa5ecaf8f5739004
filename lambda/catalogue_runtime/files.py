"""Files of an asset: the working tree, and every version of every file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue_runtime import keys
from catalogue_runtime.pages import partition_items, partition_page
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import ABSENT, Condition, Write, check, delete, put
from twin.catalogue.errors import AssetFileUnknown
from twin.catalogue.file import FileVersion
from twin.catalogue.identity import AssetId
from twin.catalogue.records import file_of, to_record
from twin.catalogue.version import FileEntry, FileList

ATTRIBUTES = ("sk", "file_number", "size_bytes", "sha256")


@dataclass(frozen=True)
class FilePage:
    """One page of files."""

    files: tuple[FileVersion, ...]
    next_token: str | None


def find_file(store: CatalogueStore, asset_id: AssetId, path: str) -> FileVersion | None:
    """Return the newest version of a file of the working tree, or None."""
    record = store.read(keys.file_key(asset_id, path))
    return file_of(record) if record is not None else None


def file(
    store: CatalogueStore, asset_id: AssetId, path: str, number: int | None = None
) -> FileVersion:
    """Return a version of a file; without a number the newest one of the working tree.

    Raises:
        AssetFileUnknown: there is none.
    """
    if number is None:
        key = keys.file_key(asset_id, path)
    else:
        key = keys.file_version_key(asset_id, path, number)
    record = store.read(key)
    if record is None:
        version = "" if number is None else f" version {number}"
        raise AssetFileUnknown(
            "the asset has no such file", found=f"{path!a:.160}{version}", where=str(asset_id)
        )
    return file_of(record)


def last_number(store: CatalogueStore, asset_id: AssetId, path: str) -> int:
    """Return the number of the newest version that a file ever had, 0 where it had none."""
    for key in (keys.file_key(asset_id, path), keys.deleted_file_key(asset_id, path)):
        record = store.read(key)
        if record is not None:
            return file_of(record).number
    return 0


def file_page(
    store: CatalogueStore, asset_id: AssetId, *, prefix: str, limit: int, token: str | None
) -> FilePage:
    """Return one page of the working tree in the order of the paths."""
    page = partition_page(
        store, keys.asset_partition(asset_id), f"{keys.FILE}{prefix}", limit=limit, token=token
    )
    return FilePage(tuple(map(file_of, page.records)), page.next_token)


def file_version_page(
    store: CatalogueStore, asset_id: AssetId, path: str, *, limit: int, token: str | None
) -> FilePage:
    """Return one page of the versions of a file, the newest first."""
    prefix = f"{keys.FILE_VERSION}{path}{keys.NUMBER}"
    page = partition_page(
        store,
        keys.asset_partition(asset_id),
        prefix,
        limit=limit,
        token=token,
        newest_first=True,
    )
    return FilePage(tuple(map(file_of, page.records)), page.next_token)


def working_tree(store: CatalogueStore, asset_id: AssetId) -> FileList:
    """Return all files that an asset has now."""
    return FileList.of(_entries(store, asset_id))


def publication_writes(asset_id: AssetId, version: FileVersion, *, since: float) -> list[Write]:
    """Return the writes of a new version of a file, with its reference to its bytes.

    `since` is when its bytes were seen, seconds since 1970: bytes that were removed after that make
    the transaction fail with `CatalogueConflict`, and have to be brought again.
    """
    path, digest = version.path, version.source.sha256
    record = to_record(version)
    reference = keys.reference_key(digest, asset_id, path, version.number)
    newest = Condition(ABSENT)
    if version.number > 1:
        # The file may come back after it was taken out of the working tree.
        newest = Condition(
            "attribute_not_exists(pk) OR file_number = :previous",
            {":previous": {"N": str(version.number - 1)}},
        )
    return [
        put(
            keys.file_key(asset_id, path),
            record,
            more=_attributes(version),
            condition=newest,
        ),
        put(
            keys.file_version_key(asset_id, path, version.number),
            record,
            more=_attributes(version),
            condition=Condition(ABSENT),
        ),
        delete(keys.deleted_file_key(asset_id, path)),
        put(reference, {"asset": str(asset_id), "path": path, "number": version.number}),
        check(
            keys.tombstone_key(digest),
            Condition(f"{ABSENT} OR removed_at < :since", {":since": {"N": f"{since:.6f}"}}),
        ),
    ]


def removal_writes(asset_id: AssetId, version: FileVersion) -> list[Write]:
    """Return the writes that take a file out of the working tree; its versions stay."""
    return [
        delete(keys.file_key(asset_id, version.path), _is_number(version.number)),
        put(
            keys.deleted_file_key(asset_id, version.path),
            to_record(version),
            more=_attributes(version),
        ),
    ]


def _is_number(number: int) -> Condition:
    return Condition("file_number = :number", {":number": {"N": str(number)}})


def _attributes(version: FileVersion) -> dict[str, dict[str, str]]:
    return {
        "file_number": {"N": str(version.number)},
        "size_bytes": {"N": str(version.source.size_bytes)},
        "sha256": {"S": version.source.sha256},
    }


def _entries(store: CatalogueStore, asset_id: AssetId) -> Iterator[FileEntry]:
    items = partition_items(store, keys.asset_partition(asset_id), keys.FILE, attributes=ATTRIBUTES)
    for item in items:
        yield FileEntry(
            path=item["sk"]["S"].removeprefix(keys.FILE),
            number=int(item["file_number"]["N"]),
            size_bytes=int(item["size_bytes"]["N"]),
            sha256=item["sha256"]["S"],
        )
