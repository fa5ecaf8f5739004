"""An upload from its announcement to its end, as the catalogue keeps it.

OPEN → UPLOADED → CONVERTING → PUBLISHED
                             ↘ REJECTED
OPEN → ABORTED, OPEN → REJECTED (wrong bytes), OPEN → EXPIRED (by the clock alone)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from twin.spatial.digests import to_hexadecimal
from twin.spatial.errors import (
    UploadClosed,
    UploadExpired,
    UploadUnknown,
)
from twin.spatial.upload_plan import UploadPlan

UploadState = Literal[
    "OPEN", "UPLOADED", "CONVERTING", "PUBLISHED", "REJECTED", "ABORTED", "EXPIRED"
]

SESSION_DAYS = 7
SESSION_SECONDS = SESSION_DAYS * 24 * 3600
"""How long an upload may stay open; unfinished parts are removed from the bucket a day later."""

ADDRESS_SECONDS = 3600
"""How long the address of a part works; asking again gives a fresh one."""

KEEP_SECONDS = 30 * 24 * 3600
"""How long the record of an upload stays after its last change."""

UNCLAIMED = ""
"""The execution of an upload that no workflow has yet."""

PREFIX = "uploads/"
FILE = "/source"

TREE = "tree-"
"""How the content address of a file begins that S3 cannot digest as a whole."""

MEASURED_PREFIX = "measured/"
"""Where S3 copies a file to, for a moment, to compute its SHA-256."""


@dataclass(frozen=True)
class StoredPart:
    """One part as S3 lists it; `checksum`, in base64, is what S3 computed of it."""

    part_number: int
    size_bytes: int
    etag: str
    checksum: str


@dataclass(frozen=True)
class Upload:
    """One upload. `execution` is the workflow that has it, `error` why it was rejected.

    `checksum` is what the client states of the whole file when it completes it, in base64: S3's
    COMPOSITE SHA-256, or the CRC-64/NVME of the file. `sha256`, in hexadecimal, is the content
    address that the service found, empty before: the SHA-256 of the file as S3 computed it, or for
    a file of more than 5 GiB `tree-` and the tree digest. `archive` is the upload that the file was
    unpacked from, or empty. `copy_id` is the multipart upload that a large file is copied by.
    """

    upload_id: str
    multipart_id: str
    plan: UploadPlan
    created_by: str
    created_by_name: str
    created_at: float
    state: UploadState
    progress: float
    step: str
    execution: str
    error: Mapping[str, str] | None
    checksum: str = ""
    sha256: str = ""
    archive: str = ""
    copy_id: str = ""

    @property
    def key(self) -> str:
        """Return the key of the file in the uploads bucket."""
        return f"{PREFIX}{self.upload_id}{FILE}"

    @property
    def expires_at(self) -> float:
        """Return when the session ends."""
        return self.created_at + SESSION_SECONDS

    @property
    def is_final(self) -> bool:
        """Tell whether nothing will change any more."""
        return self.state in ("PUBLISHED", "REJECTED", "ABORTED", "EXPIRED")

    def seen_at(self, now: float) -> Upload:
        """Return the upload as it is at a moment: an open one whose time is over has expired."""
        if self.state == "OPEN" and now >= self.expires_at:
            return replace(self, state="EXPIRED", step="expired")
        return self

    def moved(
        self, state: UploadState, progress: float, step: str, *, execution: str | None = None
    ) -> Upload:
        """Return the upload after a step."""
        now_with = self.execution if execution is None else execution
        return replace(self, state=state, progress=progress, step=step, execution=now_with)

    def claimed_by(self, execution: str) -> Upload:
        """Return the upload as that of an execution."""
        return replace(self, execution=execution)

    def stored_as(self, multipart_id: str) -> Upload:
        """Return the upload with its multipart upload."""
        return replace(self, multipart_id=multipart_id)

    def stating(self, checksum: str, sha256: str) -> Upload:
        """Return the upload with what the client states of the whole file."""
        plan = replace(self.plan, sha256=sha256 or self.plan.sha256)
        return replace(self, checksum=checksum, plan=plan)

    def addressed(self, sha256: str) -> Upload:
        """Return the upload with its content address, in hexadecimal."""
        return replace(self, sha256=sha256)

    def copied_by(self, copy_id: str) -> Upload:
        """Return the upload with the copy that it is becoming."""
        return replace(self, copy_id=copy_id)

    def reopened(self) -> Upload:
        """Return a rejected upload as it was before any workflow had it."""
        return replace(
            self, state="UPLOADED", progress=0.0, step="queued", execution=UNCLAIMED, error=None
        )

    def rejected(self, error: Mapping[str, str]) -> Upload:
        """Return the upload with the reason why it was refused."""
        return replace(self, state="REJECTED", progress=1.0, step="rejected", error=dict(error))

    def check_owner(self, *, subject: str, is_admin: bool) -> None:
        """Require that the caller opened the session, or is an administrator.

        Raises:
            UploadUnknown: neither; whether the session exists is not for others to know.
        """
        if not is_admin and subject != self.created_by:
            raise UploadUnknown("no upload has this id", found=ascii(self.upload_id)[:80])

    def check_open(self, *, now: float) -> None:
        """Require that the session still takes parts; `now` in seconds since 1970.

        Raises:
            UploadClosed: it is complete, rejected or aborted.
            UploadExpired: it is older than `SESSION_SECONDS`.
        """
        if self.seen_at(now).state == "EXPIRED":
            raise UploadExpired(
                "the upload session has expired",
                found=f"{(now - self.created_at) / 86_400:.1f} days old",
                expected=f"at most {SESSION_DAYS} days; open a new one",
                where=self.upload_id,
            )
        if self.state != "OPEN":
            raise UploadClosed(
                "the upload is not open", found=self.state, expected="OPEN", where=self.upload_id
            )

    @property
    def tree_address(self) -> str:
        """Return the content address of a complete file by its parts, which S3 verified.

        The name sets it apart: the digests in a row are the content of another, small file, whose
        SHA-256 is the same.
        """
        return TREE + to_hexadecimal(self.checksum)


def upload_id_of_key(key: str) -> str | None:
    """Return the upload that an object of the uploads bucket belongs to, or None."""
    if not (key.startswith(PREFIX) and key.endswith(FILE)):
        return None
    return key[len(PREFIX) : -len(FILE)] or None
