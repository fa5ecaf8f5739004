"""What an execution did, step by step, and what its job printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spatial_conversions.lines import log_lines
from spatial_conversions.places import permitted_conversion
from spatial_conversions.services import store
from spatial_conversions.workflow import history
from twin.api.schemas.spatial_conversions import LogEntry
from twin_runtime.http import Body, Request

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions.type_defs import HistoryEventTypeDef

ENTERED, FAILED, TIMED_OUT, ABORTED = "StateEntered", "Failed", "TimedOut", "Aborted"


def get_conversion_log(request: Request) -> Body:
    """Answer the steps of a conversion's last execution, and one page of what its job printed.

    The steps are on the first page.
    """
    conversion = permitted_conversion(request, store())
    limit, token = request.integer("limit"), request.one("next_token")
    if not conversion.execution:
        return {"execution": "", "entries": [], "lines": [], "next_token": None}
    page = log_lines(conversion, limit=limit, token=token)
    events = [] if token else history(conversion.execution)
    return {
        "execution": conversion.execution,
        "entries": [_entry(one) for one in events if _told(one)],
        "lines": page.lines,
        "next_token": page.next_token,
    }


def _told(event: HistoryEventTypeDef) -> bool:
    kind = event["type"]
    return kind.startswith("Execution") or kind.endswith((ENTERED, FAILED, TIMED_OUT, ABORTED))


def _entry(event: HistoryEventTypeDef) -> LogEntry:
    """Return an event: its kind, the state that was entered, the error by its name."""
    details: dict[str, Any] = {}
    for name, value in event.items():
        if name.endswith("EventDetails") and isinstance(value, dict):
            details = value
    return {
        "at": event["timestamp"].timestamp(),
        "event": str(event["type"]),
        "step": str(details.get("name", "")),
        "error": str(details.get("error", "")),
    }
