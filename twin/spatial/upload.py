"""An upload from its announcement to its end, as the catalogue keeps it.

OPEN → UPLOADED → CONVERTING → PUBLISHED
                             ↘ REJECTED      OPEN → ABORTED, OPEN → REJECTED (wrong bytes)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from twin.spatial.digests import composite_sha256
from twin.spatial.errors import (
    PartsIncomplete,
    UploadChecksumMismatch,
    UploadClosed,
    UploadExpired,
    UploadNotYours,
)
from twin.spatial.upload_plan import PlannedPart, UploadPlan

UploadState = Literal["OPEN", "UPLOADED", "CONVERTING", "PUBLISHED", "REJECTED", "ABORTED"]

SESSION_SECONDS = 24 * 3600
"""How long an upload may stay open; unfinished parts are removed from the bucket a day later."""

ADDRESS_SECONDS = 3600
"""How long the address of a part works; asking again for the same file gives fresh ones."""

KEEP_SECONDS = 30 * 24 * 3600
"""How long the record of an upload stays after its last change."""

UNCLAIMED = ""
"""The execution of an upload that no workflow has yet."""

PREFIX = "uploads/"
FILE = "/source"


@dataclass(frozen=True)
class StoredPart:
    """One part as S3 lists it; `sha256` is in base64, or empty where S3 does not list it."""

    part_number: int
    size_bytes: int
    etag: str
    sha256: str


@dataclass(frozen=True)
class Upload:
    """One upload. `execution` is the workflow that has it, `error` why it was rejected."""

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
        return self.state in ("PUBLISHED", "REJECTED", "ABORTED")

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

    def rejected(self, error: Mapping[str, str]) -> Upload:
        """Return the upload with the reason why it was refused."""
        return replace(self, state="REJECTED", progress=1.0, step="rejected", error=dict(error))

    def check_owner(self, *, subject: str, is_admin: bool) -> None:
        """Require that the caller opened the session, or is an administrator.

        Raises:
            UploadNotYours: neither.
        """
        if not is_admin and subject != self.created_by:
            raise UploadNotYours("the upload was opened by another user", where=self.upload_id)

    def check_open(self, *, now: float) -> None:
        """Require that the session still takes parts; `now` in seconds since 1970.

        Raises:
            UploadClosed: it is complete, rejected or aborted.
            UploadExpired: it is older than `SESSION_SECONDS`.
        """
        if self.state != "OPEN":
            raise UploadClosed(
                "the upload is not open", found=self.state, expected="OPEN", where=self.upload_id
            )
        if now >= self.expires_at:
            raise UploadExpired(
                "the upload session has expired",
                found=f"{(now - self.created_at) / 3600:.1f} hours old",
                expected=f"at most {SESSION_SECONDS // 3600} hours; open a new one",
                where=self.upload_id,
            )

    def check_parts(self, stored: tuple[StoredPart, ...]) -> None:
        """Require that S3 holds exactly the announced parts.

        Raises:
            PartsIncomplete: the numbers or sizes differ.
            UploadChecksumMismatch: S3 lists another digest.
        """
        announced = {part.part_number: part for part in self.plan.parts}
        found = {part.part_number: part for part in stored}
        if announced.keys() != found.keys():
            missing = sorted(announced.keys() - found.keys())[:5]
            raise PartsIncomplete(
                "not exactly the announced parts are stored",
                found=f"{len(found)} parts, missing {missing}",
                expected=f"{len(announced)} parts",
                where=self.upload_id,
            )
        for number, part in announced.items():
            self._check_part(part, found[number])

    def check_object(self, *, size_bytes: int, checksum: str) -> None:
        """Require that the assembled object is the announced file.

        `checksum` is S3's COMPOSITE SHA-256, with or without the number of parts after a dash.

        Raises:
            UploadChecksumMismatch: size, number of parts or checksum differ.
        """
        expected = composite_sha256(part.sha256 for part in self.plan.parts)
        digest, _, count = checksum.partition("-")
        right_count = not count or count == str(len(self.plan.parts))
        if size_bytes != self.plan.size_bytes or digest != expected or not right_count:
            raise UploadChecksumMismatch(
                "the stored file is not the one that was announced",
                found=f"{size_bytes} bytes, SHA-256 {checksum or 'unknown'}",
                expected=f"{self.plan.size_bytes} bytes, SHA-256 {expected}-{len(self.plan.parts)}",
                where=self.plan.file_name,
            )

    def _check_part(self, announced: PlannedPart, found: StoredPart) -> None:
        if found.size_bytes != announced.size_bytes:
            raise PartsIncomplete(
                f"part {announced.part_number} is not complete",
                found=f"{found.size_bytes} bytes",
                expected=f"{announced.size_bytes} bytes",
                where=self.upload_id,
            )
        if found.sha256 and found.sha256 != announced.sha256:
            raise UploadChecksumMismatch(
                f"part {announced.part_number} is not the one that was announced",
                found=found.sha256,
                expected=announced.sha256,
                where=self.upload_id,
            )


def upload_id_of_key(key: str) -> str | None:
    """Return the upload that an object of the uploads bucket belongs to, or None."""
    if not (key.startswith(PREFIX) and key.endswith(FILE)):
        return None
    return key[len(PREFIX) : -len(FILE)] or None
