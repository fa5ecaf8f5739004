"""Catalogued spatial assets and their files."""

from __future__ import annotations

from typing import TypedDict

from twin.api.schemas.scene import SceneNode


class AssetFile(TypedDict):
    """One derivative, or the original, of a catalogued asset."""

    file_name: str
    media_type: str
    size_bytes: int
    sha256: str


class AssetSummary(TypedDict):
    """One row of the catalogue; `version` counts from 1."""

    asset_key: str
    title: str
    version: int
    source_file_name: str
    source_sha256: str
    format: str
    converter: str
    published_at: float
    published_by: str


class AssetBody(AssetSummary):
    """One catalogued asset with its files and its assembly tree."""

    files: list[AssetFile]
    tree: list[SceneNode]


class AssetPage(TypedDict):
    """One page of the catalogue, newest first."""

    assets: list[AssetSummary]
    next_token: str | None


class FileUrl(TypedDict):
    """A short-lived address of one file."""

    url: str
    expires_at: float


class ConverterBody(TypedDict):
    """One converter: what it reads, what it writes, up to which size."""

    name: str
    title: str
    inputs: list[str]
    outputs: list[str]
    maximum_bytes: int


class ConverterList(TypedDict):
    """What can be uploaded."""

    converters: list[ConverterBody]
