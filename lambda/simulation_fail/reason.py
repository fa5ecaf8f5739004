"""What a failed step says, as an error with a code."""

from __future__ import annotations

import json
from collections.abc import Mapping

from twin.simulation import errors
from twin.simulation.errors import RunFailed, SimulationError

LONGEST_TEXT = 500


def reason_of_failure(failure: Mapping[str, str]) -> dict[str, str]:
    """Return the error of a step's `Error` and `Cause`.

    An error of ours raised by a function arrives as its class name with the text in the cause.
    """
    raised = getattr(errors, failure.get("Error", ""), None)
    text = _message(failure.get("Cause", ""))
    if isinstance(raised, type) and issubclass(raised, SimulationError):
        prefix = f"{raised.code}: "
        return {"code": raised.code, "message": text.removeprefix(prefix)}
    return RunFailed(
        "a step of the run failed", found=f"{failure.get('Error', '')}: {text}"[:LONGEST_TEXT]
    ).to_dict()


def _message(cause: str) -> str:
    try:
        value = json.loads(cause)
    except ValueError:
        return cause
    if not isinstance(value, dict):
        return cause
    return str(value.get("errorMessage") or value.get("StatusReason") or cause)[:LONGEST_TEXT]
