"""One connection as the broker sees it once its client is known."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from twin_local.execution.iot.mqtt.channels import Channel
from twin_local.execution.iot.mqtt.packets import Will
from twin_local.execution.iot.mqtt.permissions import Permissions
from twin_local.execution.iot.mqtt.presence import Reason


@dataclass(eq=False)
class Link:
    """A client's connection; `ended` is why it ended, as lifecycle events tell it."""

    client_id: str
    channel: Channel
    permissions: Permissions
    principal: str
    address: str
    will: Will | None = None
    ended: Reason | None = None
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))

    def may(self, action: str, kind: str, name: str) -> bool:
        """Say whether the client may do something."""
        return self.permissions.may(action, kind, name)

    def end(self, reason: Reason) -> None:
        """Close the connection; the first reason is the one that is told."""
        self.ended = self.ended or reason
        self.channel.abort()
