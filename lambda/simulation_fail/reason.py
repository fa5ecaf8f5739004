"""Why a run gave no result, as an error with a code."""

from __future__ import annotations

import json
from collections.abc import Mapping

from twin.simulation import errors, model_errors, registry_errors
from twin.simulation.errors import RunFailed, SimulationError
from twin.simulation.job import error_key
from twin_runtime import clients
from twin_runtime.job_errors import MAXIMUM_ERROR_BYTES, MAXIMUM_TEXT, error_of_job
from twin_runtime.settings import setting


def reason_of_failure(failure: Mapping[str, str]) -> dict[str, str]:
    """Return the error of a step's `Error` and `Cause`.

    An error of ours raised by a function arrives as its class name with the text in the cause.
    """
    raised = _error_named(failure.get("Error", ""))
    text = _message(failure.get("Cause", ""))
    if raised is not None:
        prefix = f"{raised.code}: "
        return {"code": raised.code, "message": text.removeprefix(prefix)}
    return RunFailed(
        "a step of the run failed", found=f"{failure.get('Error', '')}: {text}"[:MAXIMUM_TEXT]
    ).to_dict()


def reason_of_end(status: str) -> dict[str, str]:
    """Return the error of an execution that is over without having recorded why."""
    return RunFailed(
        "the workflow ended without a result; the run may be started again", found=status
    ).to_dict()


def reason_of_job(run_id: str) -> dict[str, str] | None:
    """Return the typed error that the job wrote before it ended, if it did."""
    client = clients.s3()
    try:
        answer = client.get_object(Bucket=setting("MODELS_BUCKET"), Key=error_key(run_id))
    except client.exceptions.NoSuchKey:
        return None
    return error_of_job(answer["Body"].read(MAXIMUM_ERROR_BYTES))


def _error_named(name: str) -> type[SimulationError] | None:
    for module in (errors, model_errors, registry_errors):
        found = getattr(module, name, None)
        if isinstance(found, type) and issubclass(found, SimulationError):
            return found
    return None


def _message(cause: str) -> str:
    try:
        value = json.loads(cause)
    except ValueError:
        return cause
    if not isinstance(value, dict):
        return cause
    return str(value.get("errorMessage") or value.get("StatusReason") or cause)[:MAXIMUM_TEXT]
