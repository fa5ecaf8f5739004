"""A version of an asset: which version of each of its files, and its metadata, at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from twin.catalogue.asset import Metadata


@dataclass(frozen=True)
class FileEntry:
    """One file of a version: its path and the number of its file version."""

    path: str
    number: int


@dataclass(frozen=True)
class AssetVersion:
    """One version, which never changes; `number` counts from 1, `comment` says what is new."""

    number: int
    files: tuple[FileEntry, ...]
    title: str
    asset_type: str
    tags: tuple[str, ...]
    metadata: Metadata
    comment: str
    created_at: float
    created_by: str
