"""Upload sessions."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from twin.api.schemas.errors import ErrorDetail

UploadState = Literal["OPEN", "UPLOADED", "CONVERTING", "PUBLISHED", "REJECTED", "ABORTED"]


class UploadPart(TypedDict):
    """One part as announced: parts count from 1; `sha256` is the part's digest in base64."""

    part_number: int
    size_bytes: int
    sha256: str


class CreateUpload(TypedDict):
    """POST /uploads. `sha256` is the whole file's digest in hexadecimal.

    Every part but the last has the same size, from 5 MiB to 5 GiB.
    """

    file_name: str
    size_bytes: int
    sha256: str
    parts: list[UploadPart]
    asset_key: NotRequired[str]


class UploadTarget(TypedDict):
    """Where to PUT one part, with the headers to send along.

    `stored_etag` is there when the part is stored already: it need not be sent again.
    """

    part_number: int
    url: str
    headers: dict[str, str]
    stored_etag: NotRequired[str]


class UploadCreated(TypedDict):
    """The open session; the addresses stop working at `expires_at`."""

    upload_id: str
    asset_key: str
    parts: list[UploadTarget]
    expires_at: float


class StoredPart(TypedDict):
    """One part as stored: the ETag that the PUT answered."""

    part_number: int
    etag: str
    sha256: str


class CompleteUpload(TypedDict):
    """POST /uploads/{upload_id}/complete."""

    parts: list[StoredPart]


class UploadBody(TypedDict):
    """GET /uploads/{upload_id}, the answer of complete and abort, and the live topic `assets`.

    `progress` runs from 0 to 1 over verification, conversion and publication; `error` is set when
    the state is REJECTED.
    """

    upload_id: str
    asset_key: str
    file_name: str
    state: UploadState
    progress: float
    step: str
    error: ErrorDetail | None
