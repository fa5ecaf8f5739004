"""Called when nothing is published: by the workflow, and by EventBridge where that could not.

The workflow records a file that is refused and a step that failed. An execution that timed out, was
aborted, or whose own record failed does not get there: the event of its end does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from catalogue_runtime.store import CatalogueStore
from spatial_fail.ending import RequestEnding
from spatial_fail.reason import error_of_end, error_of_failure, error_said_by_job, is_of_job
from spatial_fail.rejection import Rejection
from spatial_runtime.conversion_track import Track
from spatial_runtime.upload_storage import UploadStorage
from spatial_runtime.upload_table import UploadTable
from twin.spatial.conversion_names import place_of_key
from twin.spatial.upload import upload_id_of_key
from twin.spatial.workflow import Ending, Outcome
from twin_runtime import clients
from twin_runtime.executions import EndedExecution, ended_execution
from twin_runtime.logging import logger
from twin_runtime.settings import setting


def handler(event: Mapping[str, Any], _context: object) -> Outcome | None:
    """Record why nothing is published, as the upload's state and as an event."""
    ended = ended_execution(event)
    if ended is None:
        return _record(cast("Ending", event))
    _close(ended)
    return None


def _record(event: Ending) -> Outcome:
    """Answer `reject` where the file is at fault, `failed` where we are."""
    state, execution = event["state"], event["execution"]
    upload_id = upload_id_of_key(state["key"])
    error, is_refusal = _error(state, upload_id or execution)
    logger().warning("nothing published", extra={"error": error, "key": state["key"]})
    if not _ends_request(state["key"], execution, error):
        _rejection(execution).record(upload_id or "", error)
    decision = "reject" if is_refusal else "failed"
    return cast("Outcome", {**state, "execution": execution, "decision": decision, "error": error})


def _close(ended: EndedExecution) -> None:
    """Reject the upload of an execution that is over, unless it is closed already."""
    upload_id = upload_id_of_key(ended.input["key"])
    said = error_said_by_job(_storage(), upload_id or ended.name)
    error = said or error_of_end(ended.status).to_dict()
    if not _ends_request(ended.input["key"], ended.name, error):
        _rejection(ended.name).close(upload_id or "", error)


def _ends_request(key: str, execution: str, error: Mapping[str, str]) -> bool:
    """End a conversion on request; tell whether the workflow was started with one."""
    place = place_of_key(key)
    if place is None:
        return False
    RequestEnding(_catalogue(), execution).record(place, error)
    return True


def _error(state: Outcome, order_id: str) -> tuple[Mapping[str, str], bool]:
    """Return the error, and whether the file is at fault."""
    if "failure" not in state:
        return state["error"], True
    failure = state["failure"]
    said = error_said_by_job(_storage(), order_id) if is_of_job(failure) else None
    if said is not None:
        return said, True
    return error_of_failure(failure).to_dict(), False


def _rejection(execution: str) -> Rejection:
    table = UploadTable(clients.dynamodb(), setting("CATALOG_TABLE"))
    return Rejection(table, Track(_catalogue()), execution)


def _catalogue() -> CatalogueStore:
    return CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))


def _storage() -> UploadStorage:
    return UploadStorage(clients.s3(), setting("UPLOADS_BUCKET"))
