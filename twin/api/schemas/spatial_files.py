"""Files and versions of assets."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from twin.api.schemas.constraints import Text
from twin.catalogue.naming import MAXIMUM_TEXT


class StoredFileBody(TypedDict):
    """Bytes: the file itself, or a derivative of it."""

    file_name: str
    media_type: str
    size_bytes: int
    sha256: str


class FileBody(TypedDict):
    """One version of a file; `number` counts from 1.

    `content_type` is what the bytes were found to be. `converter` made the derivatives; it is null
    where nothing was converted.
    """

    path: str
    number: int
    content_type: str
    size_bytes: int
    sha256: str
    converter: str | None
    derivatives: list[StoredFileBody]
    published_at: float
    published_by: str
    upload_id: str


class FilePage(TypedDict):
    """One page of files, or of the versions of one file."""

    files: list[FileBody]
    next_token: str | None


class FileRemoved(TypedDict):
    """A file that is not in the working tree any more; `revision` is its asset's."""

    path: str
    revision: int


class FileUrl(TypedDict):
    """A short-lived address; it takes GET and HEAD, with Range."""

    url: str
    expires_at: float
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str


class CreateVersion(TypedDict):
    """POST of a version: what is new in it."""

    comment: NotRequired[Annotated[str, Text(0, MAXIMUM_TEXT)]]


class VersionBody(TypedDict):
    """One version of an asset, which never changes; `number` counts from 1."""

    number: int
    comment: str
    file_count: int
    size_bytes: int
    title: str
    asset_type: str
    tags: list[str]
    metadata: dict[str, object]
    created_at: float
    created_by: str


class VersionPage(TypedDict):
    """One page of versions, newest first."""

    versions: list[VersionBody]
    next_token: str | None


class VersionFileBody(TypedDict):
    """One file of a version: its path, and which version of the file it is."""

    path: str
    number: int
    size_bytes: int
    sha256: str


class VersionFilePage(TypedDict):
    """One page of the files of a version in the order of their paths."""

    files: list[VersionFileBody]
    next_token: str | None
