"""Bodies of the operations in `twin.api.routes.commands`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.commands import CommandBody, CommandOrderBody, CommandPage
from twin.commands import errors

REFUSALS = (
    errors.BadCommandRequest,
    errors.CommandConflict,
    errors.CommandForbidden,
    errors.CommandInterlocked,
    errors.CommandNotSent,
    errors.CommandOutOfRange,
    errors.CommandPending,
    errors.CommandTooFast,
    errors.FeedbackUnknown,
    errors.InterlockUnknown,
    errors.UnknownCommand,
)
"""Why a set-point is not sent."""

BODIES: dict[str, Bodies] = {
    "listCommands": Bodies(CommandPage),
    "requestCommand": Bodies(CommandBody, CommandOrderBody, 202, errors=REFUSALS),
    "getCommand": Bodies(CommandBody, errors=(errors.UnknownRequest,)),
}
