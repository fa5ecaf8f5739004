"""MQTT over WebSocket at `/mqtt`, with the subprotocol `mqtt`."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from twin_local.execution.iot.mqtt.authentication.evidence import (
    Evidence,
    NotAuthenticated,
    Upgrade,
)
from twin_local.execution.iot.mqtt.channels import WebSocketChannel
from twin_local.execution.iot.mqtt.conversation import Conversations
from twin_local.execution.iot.mqtt.limits import MAXIMUM_PACKET_BYTES, WEBSOCKET_SECONDS

LOG = logging.getLogger(__name__)
PATH = "/mqtt"
SUBPROTOCOLS = ("mqtt",)
PROTOCOL_ERROR = 1002


@dataclass(frozen=True)
class WebSocketListener:
    """Accepts WebSocket connections."""

    conversations: Conversations

    async def listen(self, host: str, port: int) -> Server:
        """Return the server, which accepts connections until it is closed."""
        return await serve(
            self._converse,
            host,
            port,
            subprotocols=SUBPROTOCOLS,  # type: ignore[arg-type] # a NewType of str
            process_request=self._admit,
            max_size=2 * MAXIMUM_PACKET_BYTES,
            compression=None,
            ping_interval=None,  # MQTT has its own keep-alive
        )

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        """Refuse with HTTP what no MQTT connection can become of."""
        upgrade = _upgrade_of(request)
        if upgrade.path != PATH:
            return connection.respond(HTTPStatus.NOT_FOUND, f"MQTT is at {PATH}\n")
        try:
            self.conversations.authenticator.check_upgrade(upgrade)
        except NotAuthenticated as error:
            LOG.warning("a WebSocket connection was refused: %s", error)
            return connection.respond(HTTPStatus.FORBIDDEN, "")
        return None

    async def _converse(self, connection: ServerConnection) -> None:
        request = connection.request
        if request is None or connection.subprotocol is None:
            await connection.close(PROTOCOL_ERROR, "the subprotocol mqtt is required")
            return
        address = str(connection.remote_address[0])
        evidence = Evidence(address, encrypted=False, upgrade=_upgrade_of(request))
        channel = WebSocketChannel(connection)
        await self.conversations.converse(channel, evidence, longest=WEBSOCKET_SECONDS)


def _upgrade_of(request: Request) -> Upgrade:
    path, _, query = request.path.partition("?")
    headers = {name.lower(): value for name, value in request.headers.raw_items()}
    return Upgrade(path, query, headers)
