"""What a failed step of a workflow says: an error of ours, or the words of a service."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from twin_runtime import clients
from twin_runtime.job_errors import MAXIMUM_ERROR_BYTES, MAXIMUM_TEXT, error_of_job
from twin_runtime.settings import setting

RAISED = re.compile(r"(?P<code>[A-Z][A-Z0-9_]{2,63}): (?P<text>.*)", re.DOTALL)
"""How errors of ours are told as texts."""


def raised_error(failure: Mapping[str, str]) -> dict[str, str] | None:
    """Return the error of ours that a function raised, of a step's `Error` and `Cause`."""
    raised = RAISED.fullmatch(cause_of(failure))
    if raised is None:
        return None
    return {"code": raised["code"], "message": raised["text"][:MAXIMUM_TEXT]}


def words_of(failure: Mapping[str, str]) -> str:
    """Return the name of a step's error and what was said of it."""
    return f"{failure.get('Error', '')}: {cause_of(failure)}"[:MAXIMUM_TEXT]


def cause_of(failure: Mapping[str, str]) -> str:
    """Return the message in a step's `Cause`, which is the text itself where it is no JSON."""
    cause = failure.get("Cause", "")
    try:
        value = json.loads(cause)
    except ValueError:
        return cause
    if not isinstance(value, dict):
        return cause
    return str(value.get("errorMessage") or value.get("StatusReason") or cause)


def error_in_file(key: str) -> dict[str, str] | None:
    """Return the typed error that a job left in the bucket of models, if it did."""
    client = clients.s3()
    try:
        answer = client.get_object(Bucket=setting("MODELS_BUCKET"), Key=key)
    except client.exceptions.NoSuchKey:
        return None
    return error_of_job(answer["Body"].read(MAXIMUM_ERROR_BYTES))
