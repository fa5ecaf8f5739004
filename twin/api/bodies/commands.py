"""Bodies of the operations in `twin.api.routes.commands`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.commands import CommandBody, CommandOrderBody, CommandPage

BODIES: dict[str, Bodies] = {
    "listCommands": Bodies(CommandPage),
    "requestCommand": Bodies(CommandBody, CommandOrderBody, 202),
    "getCommand": Bodies(CommandBody),
}
