"""The end of an upload that publishes nothing; only the execution that has the upload may end it.

Events of S3 come at least once: an execution that a second event started must not reject what the
first one converts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spatial_fail.ending import reason_of_end
from spatial_runtime.announce import tell
from spatial_runtime.conversion_track import Track
from spatial_runtime.upload_table import UploadTable
from twin.spatial.errors import UploadUnknown
from twin.spatial.upload import UNCLAIMED, Upload, UploadState
from twin_runtime.logging import logger

OPEN_STATES: tuple[UploadState, ...] = ("OPEN", "UPLOADED", "CONVERTING")


@dataclass(frozen=True)
class Rejection:
    """Rejects uploads for one execution of the workflow."""

    uploads: UploadTable
    track: Track
    execution: str

    def record(self, upload_id: str, error: Mapping[str, str]) -> None:
        """Reject an upload; one that this execution rejected before is told again."""
        upload = self._own(upload_id)
        if upload is not None and upload.state == "REJECTED":
            tell(upload)
        elif upload is not None:
            self._reject(upload, error)

    def close(self, upload_id: str, error: Mapping[str, str]) -> None:
        """Reject an upload that this execution left open."""
        upload = self._own(upload_id)
        if upload is not None and not upload.is_final:
            self._reject(upload, error)

    def _own(self, upload_id: str) -> Upload | None:
        """Return the upload where this execution, or none yet, has it."""
        try:
            upload = self.uploads.find(upload_id)
        except UploadUnknown:
            logger().warning("nothing to reject", extra={"upload": upload_id})
            return None
        if upload.execution in (self.execution, UNCLAIMED):
            return upload
        logger().warning("upload of another execution", extra={"upload": upload_id})
        return None

    def _reject(self, upload: Upload, error: Mapping[str, str]) -> None:
        reason = reason_of_end(self.track.find(upload), error)
        rejected = upload.claimed_by(self.execution).rejected(reason)
        executions = (self.execution, UNCLAIMED)
        if self.uploads.move(rejected, states=OPEN_STATES, executions=executions):
            self.track.failed(rejected, reason)
            tell(rejected)
