"""Why a workflow ended without a result, as one typed error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from spatial_runtime.upload_storage import UploadStorage
from twin.errors import TwinError
from twin.spatial.errors import ConversionDied, ImageUnavailable, WorkflowFailed
from twin.spatial.workflow import JOB_DIED, JOB_REFUSED, Failure, error_key
from twin_runtime.job_errors import MAXIMUM_ERROR_BYTES, MAXIMUM_TEXT, error_of_job

NEVER_STARTED = ("CannotPull", "CannotStart", "CannotCreate", "MISCONFIGURATION:")
"""How ECS, or Batch, begins the reason where a container never ran.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
"""


def error_said_by_job(storage: UploadStorage, upload_id: str) -> dict[str, str] | None:
    """Return the typed error that the job of an upload wrote before it ended, if it did."""
    content = storage.read_small(error_key(upload_id), limit_bytes=MAXIMUM_ERROR_BYTES)
    return error_of_job(content)


def is_of_job(failure: Failure) -> bool:
    """Tell whether a conversion job failed, in Batch or in a function, not a step of ours."""
    return "JobName" in _cause(failure) or failure["Error"] in (JOB_REFUSED, JOB_DIED)


def error_of_failure(failure: Failure) -> TwinError:
    """Return the error of a job or function that ended without saying why."""
    cause = _cause(failure)
    if is_of_job(failure):
        return _error_of_job(cause)
    return WorkflowFailed(
        "a step of the workflow failed; the file may be uploaded again",
        found=failure["Error"],
        where=str(cause.get("errorType", "")),
    )


def _error_of_job(cause: Mapping[str, Any]) -> TwinError:
    container = cause.get("Container") or {}
    said = (container.get("Reason"), cause.get("StatusReason"), container.get("ExitCode"))
    found = "; ".join(str(item) for item in said if item is not None)[:MAXIMUM_TEXT]
    job = str(cause.get("JobId", ""))
    if any(str(item).startswith(NEVER_STARTED) for item in said):
        return ImageUnavailable(
            "the image of the converter could not be started; the file may be uploaded again",
            found=found,
            expected="an image that the job's machine can pull and start",
            where=job,
        )
    return ConversionDied(
        "the conversion ended without saying why: out of memory, out of time or a defect",
        found=found,
        where=job,
    )


def error_of_end(status: str) -> TwinError:
    """Return the error of an execution that is over without having recorded why."""
    return WorkflowFailed(
        "the workflow ended without a result; the file may be uploaded again", found=status
    )


def _cause(failure: Failure) -> Mapping[str, Any]:
    try:
        value = json.loads(failure.get("Cause", ""))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
