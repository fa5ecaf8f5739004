"""Why a workflow ended without a result, as one typed error."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from twin.errors import TwinError
from twin.spatial.errors import ConversionDied, WorkflowFailed
from twin.spatial.workflow import Failure

FIELDS = ("code", "message", "found", "expected", "where")
MAXIMUM_TEXT = 500
MAXIMUM_ERROR_BYTES = 64 * 1024
_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,63}")


def error_of_job(content: bytes | None) -> dict[str, str] | None:
    """Return the error that a job wrote, or None where it wrote none that is readable."""
    try:
        value = json.loads(content or b"null")
    except ValueError:
        return None
    error = value.get("error") if isinstance(value, dict) else None
    if not isinstance(error, dict) or not _CODE.fullmatch(str(error.get("code"))):
        return None
    texts = {field: error.get(field) for field in FIELDS}
    return {name: text[:MAXIMUM_TEXT] for name, text in texts.items() if isinstance(text, str)}


def is_of_job(failure: Failure) -> bool:
    """Tell whether a Batch job failed, not a function."""
    return "JobName" in _cause(failure)


def error_of_failure(failure: Failure) -> TwinError:
    """Return the error of a job or function that ended without saying why."""
    cause = _cause(failure)
    if is_of_job(failure):
        container = cause.get("Container") or {}
        said = (container.get("Reason"), cause.get("StatusReason"), container.get("ExitCode"))
        return ConversionDied(
            "the conversion ended without saying why: out of memory, out of time or a defect",
            found="; ".join(str(item) for item in said if item is not None)[:MAXIMUM_TEXT],
            where=str(cause.get("JobId", "")),
        )
    return WorkflowFailed(
        "a step of the workflow failed; the file may be uploaded again",
        found=failure["Error"],
        where=str(cause.get("errorType", "")),
    )


def _cause(failure: Failure) -> Mapping[str, Any]:
    try:
        value = json.loads(failure.get("Cause", ""))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
