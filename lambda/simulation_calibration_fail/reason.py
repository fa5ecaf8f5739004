"""Why a calibration found nothing, as an error with a code."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from twin.recalibration.errors import CalibrationFailed
from twin.recalibration.order import file_key
from twin_runtime import clients
from twin_runtime.job_errors import MAXIMUM_ERROR_BYTES, MAXIMUM_TEXT, error_of_job
from twin_runtime.settings import setting

ERROR_FILE = "error.json"
RAISED = re.compile(r"(?P<code>[A-Z][A-Z0-9_]{2,63}): (?P<text>.*)", re.DOTALL)
"""How errors of ours are told as texts."""


def reason_of_failure(failure: Mapping[str, str]) -> dict[str, str]:
    """Return the error of a step's `Error` and `Cause`, one of ours under its own code."""
    text = _message(failure.get("Cause", ""))
    if raised := RAISED.fullmatch(text):
        return {"code": raised["code"], "message": raised["text"][:MAXIMUM_TEXT]}
    found = f"{failure.get('Error', '')}: {text}"[:MAXIMUM_TEXT]
    return CalibrationFailed("a step of the calibration failed", found=found).to_dict()


def reason_of_end(status: str) -> dict[str, str]:
    """Return the error of an execution that is over without having recorded why."""
    return CalibrationFailed(
        "the workflow ended without a decision; the calibration may be started again", found=status
    ).to_dict()


def reason_of_job(calibration_id: str) -> dict[str, str] | None:
    """Return the typed error that the job wrote before it ended, if it did."""
    client = clients.s3()
    try:
        answer = client.get_object(
            Bucket=setting("MODELS_BUCKET"), Key=file_key(calibration_id, ERROR_FILE)
        )
    except client.exceptions.NoSuchKey:
        return None
    return error_of_job(answer["Body"].read(MAXIMUM_ERROR_BYTES))


def _message(cause: str) -> str:
    try:
        value = json.loads(cause)
    except ValueError:
        return cause
    if not isinstance(value, dict):
        return cause
    return str(value.get("errorMessage") or value.get("StatusReason") or cause)
