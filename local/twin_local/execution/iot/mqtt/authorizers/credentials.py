"""What a client shows to a custom authorizer.

https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth.html
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from twin_local.execution.iot.mqtt.authentication.evidence import Evidence
from twin_local.execution.iot.mqtt.packets import Connect

NAME = "x-amz-customauthorizer-name"
SIGNATURE = "x-amz-customauthorizer-signature"


@dataclass(frozen=True)
class Presented:
    """Named values, names in lower case, and what the function is told of the protocols."""

    values: Mapping[str, str]
    protocols: tuple[str, ...]
    protocol_data: Mapping[str, Any]
    connection: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def authorizer(self) -> str | None:
        """Return the name of the authorizer that the client asks for."""
        return self.values.get(NAME)

    @property
    def signature(self) -> str | None:
        """Return the signature of the token."""
        return self.values.get(SIGNATURE)

    def token(self, name: str | None) -> str | None:
        """Return the value of an authorizer's token key."""
        return self.values.get(name.lower()) if name else None


def presented(evidence: Evidence, connect: Connect, client_id: str) -> Presented:
    """Return what a connection shows: headers and query of WebSocket, query of the user name."""
    username = connect.username or ""
    values = _lowered(parse_qsl(username.partition("?")[2], keep_blank_values=True))
    mqtt = {"clientId": client_id}
    if connect.username is not None:
        mqtt["username"] = username
    if connect.password is not None:
        mqtt["password"] = base64.b64encode(connect.password.encode()).decode()
    data: dict[str, Any] = {"mqtt": mqtt}
    protocols = ["mqtt"]
    if (upgrade := evidence.upgrade) is not None:
        values = {**upgrade.headers, **_lowered(upgrade.parameters.items()), **values}
        query = f"?{upgrade.query}" if upgrade.query else ""
        data["http"] = {"headers": dict(upgrade.headers), "queryString": query}
        protocols.insert(0, "http")
    if evidence.encrypted:
        protocols.insert(0, "tls")
    return Presented(values, tuple(protocols), data)


def _lowered(pairs: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in pairs}
