"""What an execution did, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spatial_conversions.places import permitted_conversion
from spatial_conversions.services import store
from spatial_conversions.workflow import history
from twin.api.schemas.spatial_conversions import LogEntry
from twin_runtime.http import Body, Request

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions.type_defs import HistoryEventTypeDef

ENTERED, FAILED, TIMED_OUT, ABORTED = "StateEntered", "Failed", "TimedOut", "Aborted"


def get_conversion_log(request: Request) -> Body:
    """Answer the steps of a conversion's last execution, with what failed in them."""
    conversion = permitted_conversion(request, store())
    events = history(conversion.execution) if conversion.execution else []
    return {
        "execution": conversion.execution,
        "entries": [_entry(one) for one in events if _told(one)],
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
