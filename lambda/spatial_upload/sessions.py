"""Open, complete and abort upload sessions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from spatial_runtime.announce import tell
from spatial_runtime.completion import Completion
from spatial_runtime.upload_storage import UploadStorage
from spatial_runtime.upload_table import UploadTable
from twin.spatial.errors import UploadClosed
from twin.spatial.upload import Upload
from twin.spatial.upload_plan import UploadPlan
from twin_runtime.http import Caller

TAKEN = ("UPLOADED", "CONVERTING", "PUBLISHED")
"""States of an upload whose bytes the service has."""


@dataclass(frozen=True)
class Sessions:
    """The upload sessions of one site, as one caller sees them at one moment."""

    table: UploadTable
    storage: UploadStorage
    caller: Caller
    now: float

    def open(self, plan: UploadPlan) -> Upload:
        """Open a session, or find the one that this caller has open for the same file.

        "The same" is a file of the same size for the same place: which of its parts need to be
        sent again their checksums tell.
        """
        found = self.table.find_open(self.caller.subject, plan, now=self.now)
        if found is not None and self.storage.stored_parts(found, last=0) is not None:
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
        return upload.seen_at(self.now)

    def find_open(self, upload_id: str) -> Upload:
        """Return a session of the caller that takes parts."""
        upload = self.find(upload_id)
        upload.check_open(now=self.now)
        return upload

    def complete(self, upload_id: str, *, checksum: str, sha256: str) -> Upload:
        """Verify that the file is whole and the one stated; the workflow starts by itself.

        Completing twice answers the state of the upload. Where parts are missing, or are of
        another file, the session stays open for them.
        """
        upload = self.find(upload_id)
        if upload.state in TAKEN:
            return upload
        upload.check_open(now=self.now)
        upload.plan.valid_checksum(checksum, "checksum")
        return Completion(self.table, self.storage).complete(upload.stating(checksum, sha256))

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
        return draft.stored_as(self.storage.open(draft.key, plan.checksum))
