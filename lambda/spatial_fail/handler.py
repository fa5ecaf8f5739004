"""Called by the workflow when a file is refused or a step failed: record it and tell."""

from __future__ import annotations

from typing import cast

from spatial_fail.reason import MAXIMUM_ERROR_BYTES, error_of_failure, error_of_job, is_of_job
from spatial_runtime.announce import tell
from spatial_runtime.upload_storage import UploadStorage
from spatial_runtime.upload_table import UploadTable
from twin.spatial.upload import UploadState, upload_id_of_key
from twin.spatial.workflow import Outcome, error_key
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting

OPEN_STATES: tuple[UploadState, ...] = ("OPEN", "UPLOADED", "CONVERTING")


def handler(event: Outcome, _context: object) -> Outcome:
    """Answer `reject` where the file is at fault, `failed` where we are."""
    uploads = UploadTable(clients.dynamodb(), setting("CATALOG_TABLE"))
    upload = uploads.find(upload_id_of_key(event["key"]) or "")
    error, is_refusal = _error(event, upload.upload_id)
    logger().warning("nothing published", extra={"error": error, "upload": upload.upload_id})
    rejected = upload.rejected(error)
    if uploads.move(rejected, states=OPEN_STATES) or upload.state == "REJECTED":
        tell(rejected)
    decision = "reject" if is_refusal else "failed"
    return cast("Outcome", {**event, "decision": decision, "error": error})


def _error(event: Outcome, upload_id: str) -> tuple[dict[str, str], bool]:
    """Return the error, and whether the file is at fault."""
    if "failure" not in event:
        return event["error"], True
    failure = event["failure"]
    if is_of_job(failure):
        storage = UploadStorage(clients.s3(), setting("UPLOADS_BUCKET"))
        content = storage.read_small(error_key(upload_id), limit_bytes=MAXIMUM_ERROR_BYTES)
        said = error_of_job(content)
        if said is not None:
            return said, True
    return error_of_failure(failure).to_dict(), False
