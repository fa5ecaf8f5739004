"""The states that a model or an asset passes through before a change of it is done.

A document under change has a `transition`: its phases, each with the time it ends, and what it then
is. It is kept with the document, so that a change that a kill cut off is done at the next start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from twin_local.services.iotsitewise.exceptions import ConflictingOperationException
from twin_local.services.iotsitewise.store import Json
from twin_local.services.settings import SETTINGS

Outcome = Literal["changed", "gone", "failed"]
FAILURE: Json = {"code": "INTERNAL_FAILURE", "message": "the operation did not succeed"}


def transition(
    states: Sequence[str], *, now: float, outcome: Outcome, definition: Json | None = None
) -> Json:
    """Return a transition that begins now and is in each state for the time that is set."""
    seconds = SETTINGS.transition_seconds
    phases = [[state, now + seconds * (index + 1)] for index, state in enumerate(states)]
    return {"phases": phases, "outcome": outcome, "definition": definition}


def ends_at(document: Json) -> float:
    """Return when the change of a document under change is done."""
    end: float = document["transition"]["phases"][-1][1]
    return end


def state(document: Json, now: float) -> str:
    """Return the state of a document."""
    if under_change := document.get("transition"):
        for name, end in under_change["phases"]:
            if now < end:
                return str(name)
    return "FAILED" if document.get("failure") else "ACTIVE"


def status(document: Json, now: float) -> Json:
    """Return the state as the API has it, with the error of a change that failed."""
    name = state(document, now)
    return {"state": name, **({"error": document["failure"]} if name == "FAILED" else {})}


def refuse_unless(document: Json, now: float, *allowed: str, key: str, arn: str) -> None:
    """Refuse an operation on a document that is in none of some states.

    Raises:
        ConflictingOperationException: it is in another state.
    """
    found = state(document, now)
    if found not in allowed:
        raise ConflictingOperationException(
            f"the resource is {found}, not {' or '.join(allowed)}",
            resource_id=key,
            resource_arn=arn,
        )
