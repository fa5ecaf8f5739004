"""Called by the workflow for an archive that is to be unpacked, again until all of it is."""

from __future__ import annotations

import time
from typing import cast

from catalogue_runtime.store import CatalogueStore
from spatial_runtime.announce import tell
from spatial_runtime.conversion_track import Track
from spatial_runtime.upload_storage import UploadStorage
from spatial_runtime.upload_table import UploadTable
from spatial_unpack.unpacking import Unpacking
from twin.spatial.errors import SpatialError
from twin.spatial.workflow import Outcome
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting

UNPACK_SECONDS = 480
"""How long one invocation begins new members: the largest still fits its fifteen minutes."""


def handler(event: Outcome, _context: object) -> Outcome:
    """Answer `unpacked`, `unpack` with the member to go on with, or `reject` with the reason."""
    table = UploadTable(clients.dynamodb(), setting("CATALOG_TABLE"))
    upload = table.find(event["upload_id"])
    storage = UploadStorage(clients.s3(), setting("UPLOADS_BUCKET"))
    end = time.monotonic() + UNPACK_SECONDS
    try:
        following = Unpacking(table, storage, upload).run(
            event.get("next_member", 0), has_time=lambda: time.monotonic() < end
        )
    except SpatialError as error:
        logger().warning("archive refused", extra={"error": error.to_dict()})
        return cast("Outcome", {**event, "decision": "reject", "error": error.to_dict()})
    if following is not None:
        return cast("Outcome", {**event, "decision": "unpack", "next_member": following})
    done = upload.moved("PUBLISHED", 1.0, "unpacked")
    if table.move(done, states=("CONVERTING",), executions=(event["execution"],)):
        Track(CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))).succeeded(done, 0)
        tell(done)
    return cast("Outcome", {**event, "decision": "unpacked"})
