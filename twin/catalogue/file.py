"""Files of an asset, each with versions of its own."""

from __future__ import annotations

from dataclasses import dataclass

from twin.spatial.derivative import Recipe


@dataclass(frozen=True)
class StoredFile:
    """Bytes in the assets bucket; `sha256` in hexadecimal, `key` is the object's."""

    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    key: str


@dataclass(frozen=True)
class FileVersion:
    """One version of one file; `number` counts from 1.

    `path` is its place in the asset, with slashes and without one at the beginning, such as
    `drawings/pump.step`. `content_type` is what the bytes were found to be
    (`twin.spatial.content`). `recipe` and `derivatives` are there where it was converted, by the
    conversion of the upload.
    """

    path: str
    number: int
    source: StoredFile
    content_type: str
    recipe: Recipe | None
    derivatives: tuple[StoredFile, ...]
    published_at: float
    published_by: str
    upload_id: str
    conversion_id: str = ""
