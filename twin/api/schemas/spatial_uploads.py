"""Upload sessions."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from twin.api.schemas.errors import ErrorDetail

UploadState = Literal[
    "OPEN", "UPLOADED", "CONVERTING", "PUBLISHED", "REJECTED", "ABORTED", "EXPIRED"
]
Checksum = Literal["SHA256", "CRC64NVME"]


class UploadPart(TypedDict):
    """One part as announced: parts count from 1; `checksum` is the part's, in base64."""

    part_number: int
    checksum: str


class CreateUpload(TypedDict):
    """POST /uploads. `sha256` is the whole file's digest in hexadecimal, where the client has it.

    The file is cut by the rule in docs/uploads.md. `parts` may announce up to 1,000 of them at
    once: a small file needs no second question. `checksum` is SHA256 where it is not given.
    `database_id` is `site`, `path` the file name where they are not given. `hold` publishes without
    making a version of the asset; `unpack` publishes the members of a ZIP archive instead of it.
    """

    file_name: str
    size_bytes: int
    database_id: NotRequired[str]
    asset_key: NotRequired[str]
    path: NotRequired[str]
    hold: NotRequired[bool]
    unpack: NotRequired[bool]
    checksum: NotRequired[Checksum]
    sha256: NotRequired[str]
    parts: NotRequired[list[UploadPart]]


class UploadTarget(TypedDict):
    """Where to PUT one part, with the headers to send along.

    `is_stored` says that exactly these bytes are there already: they need not be sent again.
    """

    part_number: int
    url: str
    headers: dict[str, str]
    is_stored: bool


class UploadCreated(TypedDict):
    """The open session, which ends at `expires_at`; the addresses work for an hour.

    The file has `part_count` parts, all but the last of `part_bytes`.
    """

    upload_id: str
    database_id: str
    asset_key: str
    path: str
    part_bytes: int
    part_count: int
    parts: list[UploadTarget]
    expires_at: float


class AnnounceParts(TypedDict):
    """POST /uploads/{upload_id}/parts: up to 1,000 parts, in any order, as often as needed."""

    parts: list[UploadPart]


class UploadTargets(TypedDict):
    """Where to PUT the announced parts."""

    parts: list[UploadTarget]


class CompleteUpload(TypedDict):
    """POST /uploads/{upload_id}/complete.

    `checksum` is what the client computed of the whole file, in base64: the SHA-256 of the parts'
    SHA-256 in a row, or the file's CRC-64/NVME. `sha256` is the whole file's in hexadecimal, where
    the client has it.
    """

    checksum: str
    sha256: NotRequired[str]


class UploadBody(TypedDict):
    """GET /uploads/{upload_id}, the answer of complete and abort, and the live topic `assets`.

    `progress` runs from 0 to 1 over verification, conversion and publication; `error` is set when
    the state is REJECTED. `archive` is the upload that the file was unpacked from, or empty.
    """

    upload_id: str
    database_id: str
    asset_key: str
    path: str
    file_name: str
    hold: bool
    archive: str
    state: UploadState
    progress: float
    step: str
    error: ErrorDetail | None
