"""A version of an asset: which version of each of its files, and its metadata, at one moment.

An asset may have 100,000 files: the list of a version's files is a JSON document of its own, named
by its SHA-256, and the version holds the digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twin.catalogue.asset import Asset, Metadata
from twin.catalogue.errors import FilesMissing
from twin.catalogue.identity import AssetId

EMPTY_SHA256 = hashlib.sha256(b"[]").hexdigest()
"""The digest of the list of no files."""


@dataclass(frozen=True, order=True)
class FileEntry:
    """One file of a version: its path, the number of its file version, its size and SHA-256."""

    path: str
    number: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class AssetVersion:
    """One version, which never changes; `number` counts from 1, `comment` says what is new.

    `files_sha256` is the digest of the list of its files (`FileList`). `created_by` is a name.
    """

    number: int
    files_sha256: str
    file_count: int
    size_bytes: int
    title: str
    asset_type: str
    tags: tuple[str, ...]
    metadata: Metadata
    comment: str
    created_at: float
    created_by: str

    def is_same_as(self, other: AssetVersion) -> bool:
        """Tell whether both say the same of the asset."""
        return self._said == other._said

    @property
    def _said(self) -> tuple[object, ...]:
        return (self.files_sha256, self.title, self.asset_type, self.tags, dict(self.metadata))


@dataclass(frozen=True)
class FileList:
    """The files of a version in the order of their paths."""

    entries: tuple[FileEntry, ...]

    @classmethod
    def of(cls, entries: Iterable[FileEntry]) -> FileList:
        """Return the list of files that come in any order."""
        return cls(tuple(sorted(entries)))

    @property
    def content(self) -> bytes:
        """Return the document: the same files are the same bytes."""
        rows = [[file.path, file.number, file.size_bytes, file.sha256] for file in self.entries]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def parse(cls, content: bytes, *, sha256: str) -> FileList:
        """Read a document.

        Raises:
            FilesMissing: it is not that of the digest.
        """
        found = hashlib.sha256(content).hexdigest()
        if found != sha256:
            raise FilesMissing("the list of files is damaged", found=found, expected=sha256)
        return cls(tuple(FileEntry(*row) for row in json.loads(content)))

    def with_file(self, entry: FileEntry) -> FileList:
        """Return the list with a file added, or replaced."""
        return FileList.of([*(file for file in self.entries if file.path != entry.path), entry])


def file_list_key(asset_id: AssetId, sha256: str) -> str:
    """Return where the list of files is in the assets bucket."""
    return f"{file_lists_prefix(asset_id)}{sha256}.json"


def file_lists_prefix(asset_id: AssetId) -> str:
    """Return where the lists of files of an asset are in the assets bucket."""
    return f"versions/{asset_id}/"


def version_of(
    asset: Asset, files: FileList, *, comment: str, created_at: float, created_by: str
) -> AssetVersion:
    """Return the next version of an asset."""
    return AssetVersion(
        number=asset.version + 1,
        files_sha256=hashlib.sha256(files.content).hexdigest(),
        file_count=len(files.entries),
        size_bytes=sum(file.size_bytes for file in files.entries),
        title=asset.title,
        asset_type=asset.asset_type,
        tags=asset.tags,
        metadata=asset.metadata,
        comment=comment,
        created_at=created_at,
        created_by=created_by,
    )


def paths_below(entries: Sequence[FileEntry], prefix: str) -> tuple[FileEntry, ...]:
    """Return the files whose paths begin with a prefix."""
    return tuple(file for file in entries if file.path.startswith(prefix))
