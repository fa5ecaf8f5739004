"""Lifecycle events: `$aws/events/presence/…` and `$aws/events/subscriptions/…`.

https://docs.aws.amazon.com/iot/latest/developerguide/life-cycle-events.html
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from twin_local.execution import iot_bus
from twin_local.execution.iot.json_values import encode

Reason = Literal[
    "AUTH_ERROR",
    "CLIENT_INITIATED_DISCONNECT",
    "CLIENT_ERROR",
    "CONNECTION_LOST",
    "CUSTOMAUTH_TTL_EXPIRATION",
    "DUPLICATE_CLIENTID",
    "FORBIDDEN_ACCESS",
    "MQTT_KEEP_ALIVE_TIMEOUT",
    "SERVER_ERROR",
    "SERVER_INITIATED_DISCONNECT",
    "WEBSOCKET_TTL_EXPIRATION",
]


class Connected(Protocol):
    """What events tell of a connection."""

    client_id: str
    identifier: str
    principal: str
    address: str


@dataclass
class Presence:
    """Tells of connections and subscriptions; versions count up by client."""

    clock: Callable[[], float] = time.time
    _versions: dict[str, int] = field(default_factory=dict)

    def connected(self, link: Connected) -> None:
        """Tell that a client connected."""
        version = self._versions.get(link.client_id, -1) + 1
        self._versions[link.client_id] = version
        self._tell(link, "presence", "connected", ipAddress=link.address, versionNumber=version)

    def disconnected(self, link: Connected, reason: Reason) -> None:
        """Tell that a client's connection ended."""
        self._tell(
            link,
            "presence",
            "disconnected",
            clientInitiatedDisconnect=reason == "CLIENT_INITIATED_DISCONNECT",
            disconnectReason=reason,
            ipAddress=link.address,
            versionNumber=self._versions.get(link.client_id, 0),
        )

    def subscribed(self, link: Connected, filters: Sequence[str]) -> None:
        """Tell that a client subscribed."""
        self._tell(link, "subscriptions", "subscribed", topics=list(filters))

    def unsubscribed(self, link: Connected, filters: Sequence[str]) -> None:
        """Tell that a client unsubscribed."""
        self._tell(link, "subscriptions", "unsubscribed", topics=list(filters))

    def _tell(self, link: Connected, about: str, event: str, **details: object) -> None:
        message = {
            "clientId": link.client_id,
            "timestamp": int(self.clock() * 1000),
            "eventType": event,
            "sessionIdentifier": link.identifier,
            "principalIdentifier": link.principal,
            **details,
        }
        topic_client = link.client_id.translate({ord("+"): "_", ord("#"): "_"})
        iot_bus.publish(f"$aws/events/{about}/{event}/{topic_client}", encode(message))
