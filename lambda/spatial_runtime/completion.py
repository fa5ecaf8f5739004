"""The completion of an upload: verify its parts, assemble them, verify the object."""

from __future__ import annotations

from dataclasses import dataclass

from spatial_runtime.announce import tell
from spatial_runtime.upload_storage import UploadStorage
from spatial_runtime.upload_table import UploadTable
from twin.spatial.digests import to_hexadecimal
from twin.spatial.errors import PartsIncomplete, UploadChecksumMismatch
from twin.spatial.upload import StoredPart, Upload
from twin.spatial.verification import require_claim, require_object, require_parts

VERIFIED = 0.2
"""Share of the whole way that is done when the bytes are verified."""


@dataclass(frozen=True)
class Completion:
    """Completes open uploads that state what they are."""

    table: UploadTable
    storage: UploadStorage

    def complete(self, stated: Upload) -> Upload:
        """Verify that the file is whole and the one stated; the workflow starts by itself.

        Raises:
            PartsIncomplete: parts are missing; the session stays open for them.
            UploadChecksumMismatch: the bytes are not those stated. Where S3 finds that out, on
                assembling them, the upload is rejected; before, it stays open.
        """
        stored = self.storage.stored_parts(stated)
        if stored is not None:
            require_parts(stated, stored)
            stated = _with_address(stated, stored)
            # The workflow starts with the object and compares it with what is stated here.
            if not self.table.move(stated, states=("OPEN",)):
                return self.table.find(stated.upload_id)
        try:
            if stored is not None:
                self.storage.complete(stated, stored)
            self._check_object(stated)
        except UploadChecksumMismatch as error:
            self._reject(stated, error)
            raise
        return self._verified(stated)

    def _check_object(self, upload: Upload) -> None:
        """Compare the assembled object with what the client stated."""
        measured = self.storage.measure(upload.key)
        if measured is None:
            raise PartsIncomplete("nothing is stored of this upload", where=upload.upload_id)
        require_object(upload, size_bytes=measured.size_bytes, checksum=measured.checksum)

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


def _with_address(upload: Upload, stored: tuple[StoredPart, ...]) -> Upload:
    """Return the upload with its content address, where S3 has computed it already.

    The SHA-256 of a file of one part is that of the part.
    """
    if upload.plan.checksum != "SHA256" or len(stored) != 1:
        return upload
    sha256 = to_hexadecimal(stored[0].checksum)
    require_claim(upload, sha256)
    return upload.addressed(sha256)
