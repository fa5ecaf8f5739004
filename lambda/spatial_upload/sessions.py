"""Open, complete and abort upload sessions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from spatial_runtime.announce import tell
from spatial_runtime.upload_storage import UploadStorage
from spatial_runtime.upload_table import UploadTable
from twin.spatial.errors import (
    PartsIncomplete,
    UploadChecksumMismatch,
    UploadClosed,
)
from twin.spatial.upload import StoredPart, Upload
from twin.spatial.upload_plan import UploadPlan
from twin_runtime.http import Caller

VERIFIED = 0.2
"""Share of the whole way that is done when the bytes are verified."""


@dataclass(frozen=True)
class Sessions:
    """The upload sessions of one site, as one caller sees them at one moment."""

    table: UploadTable
    storage: UploadStorage
    caller: Caller
    now: float

    def open(self, plan: UploadPlan) -> Upload:
        """Open a session, or find the one that this caller has open for the same file."""
        found = self.table.find_open(self.caller.subject, plan, now=self.now)
        if found is not None and self.storage.stored_parts(found) is not None:
            return found
        upload = self._new(plan)
        self.table.add(upload)
        tell(upload)
        return upload

    def find(self, upload_id: str) -> Upload:
        """Return a session of the caller."""
        upload = self.table.find(upload_id)
        is_admin = self.caller.role == "admin"
        upload.check_owner(subject=self.caller.subject, is_admin=is_admin)
        return upload

    def complete(self, upload_id: str, announced: dict[int, str]) -> Upload:
        """Verify that the file is whole and the one announced; the workflow starts by itself.

        `announced` are the ETags by part number. Completing twice answers the state of the upload.
        """
        upload = self.find(upload_id)
        if upload.state in ("UPLOADED", "CONVERTING", "PUBLISHED"):
            return upload
        upload.check_open(now=self.now)
        stored = self.storage.stored_parts(upload)
        if stored is not None:
            upload.check_parts(stored)
            _check_etags(upload, stored, announced)
        try:
            if stored is not None:
                self.storage.complete(upload, stored)
            self._check_object(upload)
        except UploadChecksumMismatch as error:
            self._reject(upload, error)
            raise
        return self._verified(upload)

    def abort(self, upload_id: str) -> Upload:
        """Drop what was stored; an upload that is complete goes on."""
        upload = self.find(upload_id)
        if upload.state == "ABORTED":
            return upload
        aborted = upload.moved("ABORTED", upload.progress, "aborted")
        if upload.state != "OPEN" or not self.table.move(aborted, states=("OPEN",)):
            raise UploadClosed(
                "the upload is not open", found=upload.state, expected="OPEN", where=upload_id
            )
        self.storage.abort(upload)
        tell(aborted)
        return aborted

    def _new(self, plan: UploadPlan) -> Upload:
        draft = Upload(
            upload_id=uuid.uuid4().hex,
            multipart_id="",
            plan=plan,
            created_by=self.caller.subject,
            created_by_name=self.caller.name,
            created_at=self.now,
            state="OPEN",
            progress=0.0,
            step="uploading",
            execution="",
            error=None,
        )
        return draft.stored_as(self.storage.open(draft.key))

    def _check_object(self, upload: Upload) -> None:
        """Compare the assembled object with the announcement."""
        measured = self.storage.measure(upload.key)
        if measured is None:
            raise PartsIncomplete("nothing is stored of this upload", where=upload.upload_id)
        upload.check_object(size_bytes=measured.size_bytes, checksum=measured.checksum)

    def _reject(self, upload: Upload, error: UploadChecksumMismatch) -> None:
        """Close an upload of another file for good."""
        rejected = upload.rejected(error.to_dict())
        if self.table.move(rejected, states=("OPEN",)):
            tell(rejected)
        self.storage.abort(upload)

    def _verified(self, upload: Upload) -> Upload:
        verified = upload.moved("UPLOADED", VERIFIED, "verified")
        if self.table.move(verified, states=("OPEN",)):
            tell(verified)
            return verified
        # The workflow was faster: it starts when the object is assembled.
        return self.table.find(upload.upload_id)


def _check_etags(upload: Upload, stored: tuple[StoredPart, ...], announced: dict[int, str]) -> None:
    found = {part.part_number: part.etag.strip('"') for part in stored}
    named = {number: etag.strip('"') for number, etag in announced.items()}
    if found != named:
        different = sorted(
            number for number in found.keys() | named if found.get(number) != named.get(number)
        )
        raise PartsIncomplete(
            "the named parts are not the stored ones",
            found=f"parts {different[:5]} differ",
            expected=f"the ETags of parts 1 to {len(upload.plan.parts)}",
            where=upload.upload_id,
        )
