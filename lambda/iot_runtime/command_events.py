"""Tell a step of a command request."""

from __future__ import annotations

from iot_runtime.command_table import CommandTable
from twin.commands.events import CommandStateChanged
from twin.commands.feedback import overdue_step
from twin.commands.request import CommandRequest
from twin_runtime.events import put_event


def tell(request: CommandRequest) -> None:
    """Put the event that says how the request is now."""
    put_event(CommandStateChanged(request))


def close_overdue(table: CommandTable, request: CommandRequest, *, now: float) -> CommandRequest:
    """Return the request, closed first where the edge never answered it in time."""
    step = overdue_step(request, now=now)
    if step is None:
        return request
    closed = table.add_step(request, step)
    if closed is None:
        return table.find(request.request_id) or request
    tell(closed)
    return closed
