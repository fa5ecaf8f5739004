"""The event that says that a command request changed, and its view for the API."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from twin.commands.request import CommandRequest


@dataclass(frozen=True)
class CommandStateChanged:
    """A command request as it is after a step; also one row of the list of requests."""

    source: ClassVar[str] = "twin.iot"
    detail_type: ClassVar[str] = "CommandStateChanged"

    request: CommandRequest

    def to_detail(self) -> dict[str, Any]:
        """Return the `detail` of the EventBridge event and the payload of the live channel."""
        return asdict(self.request)
