"""The documents that the shadow service answers and publishes.

AWS IoT developer guide: "Response state documents", "Error response document".
"""

from __future__ import annotations

from typing import Any

from twin_local.execution.iot.shadows.document import Shadow, stamped
from twin_local.execution.iot.shadows.errors import ShadowError
from twin_local.execution.iot.shadows.request import UpdateRequest

Document = dict[str, Any]


def accepted(request: UpdateRequest, shadow: Shadow, *, now: int) -> Document:
    """Return the answer to an update: what the request said, and the new version."""
    state = None if request.state is None else dict(request.state)
    answer = {
        "state": state,
        "metadata": stamped(state or {}, now),
        "version": shadow.version,
        "timestamp": now,
    }
    return _with_token(answer, request.client_token)


def documents(request: UpdateRequest, before: Shadow, after: Shadow, *, now: int) -> Document:
    """Return the shadow before and after an update; there is no before where it is made."""
    answer: Document = {"previous": _snapshot(before)} if before.exists else {}
    answer |= {"current": _snapshot(after), "timestamp": now}
    return _with_token(answer, request.client_token)


def delta(request: UpdateRequest, shadow: Shadow, *, now: int) -> Document | None:
    """Return what the device is still to do, None where there is nothing."""
    state = shadow.delta()
    if not state:
        return None
    answer = {
        "version": shadow.version,
        "timestamp": now,
        "state": state,
        "metadata": shadow.delta_metadata(),
    }
    return _with_token(answer, request.client_token)


def whole(shadow: Shadow, *, now: int, token: str | None = None) -> Document:
    """Return the answer to a read: the sections and what differs between them."""
    state = shadow.state()
    if difference := shadow.delta():
        state["delta"] = difference
    answer = {
        "state": state,
        "metadata": shadow.metadata(),
        "version": shadow.version,
        "timestamp": now,
    }
    return _with_token(answer, token)


def deleted(shadow: Shadow, *, now: int, token: str | None = None) -> Document:
    """Return the answer to a deletion."""
    return _with_token({"version": shadow.version, "timestamp": now}, token)


def rejected(error: ShadowError, *, now: int, token: str | None) -> Document:
    """Return the message of a refused request."""
    answer = {"code": error.code, "message": error.message, "timestamp": now}
    return _with_token(answer, token)


def _snapshot(shadow: Shadow) -> Document:
    return {"state": shadow.state(), "metadata": shadow.metadata(), "version": shadow.version}


def _with_token(document: Document, token: str | None) -> Document:
    return document if token is None else {**document, "clientToken": token}
