"""MQTT over TCP and TLS, and HTTPS for the credentials provider, on one port.

The first byte that a client sends tells TLS from plain MQTT, and inside TLS MQTT from HTTP.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from dataclasses import dataclass, field

from twin_local.execution.iot.mqtt.authentication.evidence import Evidence
from twin_local.execution.iot.mqtt.channels import TcpChannel
from twin_local.execution.iot.mqtt.conversation import Conversations
from twin_local.execution.iot.mqtt.credential_provider import CredentialProvider
from twin_local.execution.iot.mqtt.limits import MAXIMUM_PACKET_BYTES
from twin_local.execution.iot.mqtt.tls import ServerIdentity

LOG = logging.getLogger(__name__)
FIRST_BYTE_SECONDS = 10.0
TLS_HANDSHAKE = b"\x16"
HTTP_METHODS = (b"G", b"P")
"""How HTTP requests begin; no MQTT connection does."""


@dataclass
class TcpListener:
    """Accepts connections of one socket while `accept` runs."""

    conversations: Conversations
    identity: ServerIdentity
    credential_provider: CredentialProvider
    _connections: set[asyncio.Task[None]] = field(default_factory=set)

    async def accept(self, listener: socket.socket) -> None:
        """Serve everybody who connects, each in a task, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            connection, _ = await loop.sock_accept(listener)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            task = loop.create_task(self._open(connection))
            self._connections.add(task)
            task.add_done_callback(self._let_go)

    async def close(self) -> None:
        """End every connection."""
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _let_go(self, task: asyncio.Task[None]) -> None:
        self._connections.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            LOG.error("a connection failed", exc_info=error)

    async def _open(self, connection: socket.socket) -> None:
        try:
            address, first = str(connection.getpeername()[0]), await _peek(connection)
        except (TimeoutError, OSError) as error:
            LOG.warning("a connection was closed, nothing was sent: %s", error)
            connection.close()
            return
        except asyncio.CancelledError:
            connection.close()
            raise
        if not first:
            connection.close()
            return
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=MAXIMUM_PACKET_BYTES)
        protocol = asyncio.StreamReaderProtocol(reader)
        encrypted = first == TLS_HANDSHAKE
        context = await asyncio.to_thread(self.identity.context) if encrypted else None
        try:
            transport, _ = await loop.connect_accepted_socket(
                lambda: protocol, connection, ssl=context
            )
        except OSError as error:
            LOG.warning("%s: no TLS connection was made: %s", address, error)
            return
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        try:
            await self._converse(reader, writer, address)
        finally:
            transport.abort()

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str
    ) -> None:
        tls = writer.get_extra_info("ssl_object")
        certificate = tls.getpeercert(binary_form=True) if tls else None
        evidence = Evidence(address, encrypted=tls is not None, certificate=certificate)
        begun = await reader.read(1) if tls else b""
        if begun in HTTP_METHODS:
            await self.credential_provider.answer(reader, writer, begun, evidence)
        else:
            await self.conversations.converse(TcpChannel(reader, writer, begun), evidence)


async def _peek(connection: socket.socket) -> bytes:
    """Return the first byte that a client sends, without taking it; empty where it hung up.

    Raises:
        TimeoutError: none comes in time.
    """
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(connection, readable.set)
    try:
        await asyncio.wait_for(readable.wait(), FIRST_BYTE_SECONDS)
        return connection.recv(1, socket.MSG_PEEK)
    finally:
        loop.remove_reader(connection)
