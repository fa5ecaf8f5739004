"""The documents of the named shadow `commands`: how a set-point travels to the edge and back.

A shadow carries at most 8 KB, so there is one entry per command, not per request.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeGuard

from twin.commands.request import CommandRequest, CommandState

SHADOW_NAME = "commands"

ReportStatus = Literal["applied", "rejected", "expired"]

STATE_OF_STATUS: dict[ReportStatus, CommandState] = {
    "applied": "APPLIED",
    "rejected": "REJECTED",
    "expired": "EXPIRED",
}


@dataclass(frozen=True)
class Desired:
    """What the cloud wants; times in seconds since 1970."""

    value: float
    request_id: str
    issued_at: float
    expires_at: float


@dataclass(frozen=True)
class Reported:
    """What the edge did; `value` is what the PLC holds now, None where that is unknown."""

    value: float | None
    request_id: str
    status: ReportStatus
    code: str
    message: str
    applied_at: float


def desired_document(request: CommandRequest, *, issued_at: float) -> dict[str, Any]:
    """Return the shadow update that sends a request."""
    desired = Desired(request.value, request.request_id, issued_at, request.expires_at)
    return {"state": {"desired": {request.command_id: asdict(desired)}}}


def reported_document(command_id: str, reported: Reported) -> dict[str, Any]:
    """Return the shadow update that answers a request."""
    return {"state": {"reported": {command_id: asdict(reported)}}}


def read_desired(document: Mapping[str, Any]) -> dict[str, Desired]:
    """Return the desired entries of a shadow document by command id; unreadable ones are left out.

    An entry that this version cannot read must not stop the others.
    """
    entries = document.get("state", {}).get("desired", {})
    return {
        command_id: desired
        for command_id, entry in entries.items()
        if (desired := _desired(entry)) is not None
    }


def read_reported(document: Mapping[str, Any]) -> dict[str, Reported]:
    """Return the reported entries of a shadow document by command id."""
    entries = document.get("state", {}).get("reported", {})
    return {
        command_id: reported
        for command_id, entry in entries.items()
        if (reported := _reported(entry)) is not None
    }


def _desired(entry: object) -> Desired | None:
    if not isinstance(entry, Mapping):
        return None
    value, request_id = entry.get("value"), entry.get("request_id")
    issued_at, expires_at = entry.get("issued_at"), entry.get("expires_at")
    if not isinstance(request_id, str) or not request_id:
        return None
    if not (_is_number(value) and _is_number(issued_at) and _is_number(expires_at)):
        return None
    return Desired(float(value), request_id, float(issued_at), float(expires_at))


def _reported(entry: object) -> Reported | None:
    if not isinstance(entry, Mapping):
        return None
    value, status, applied_at = entry.get("value"), entry.get("status"), entry.get("applied_at")
    request_id = entry.get("request_id")
    if not isinstance(request_id, str) or status not in STATE_OF_STATUS:
        return None
    if not _is_number(applied_at) or not (value is None or _is_number(value)):
        return None
    return Reported(
        value=None if value is None else float(value),
        request_id=request_id,
        status=status,
        code=str(entry.get("code", "")),
        message=str(entry.get("message", "")),
        applied_at=float(applied_at),
    )


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
