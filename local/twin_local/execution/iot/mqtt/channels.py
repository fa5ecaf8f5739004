"""Byte streams of connections: TCP and TLS through asyncio, WebSocket through websockets."""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod

from websockets.asyncio.server import ServerConnection, broadcast
from websockets.exceptions import ConnectionClosed


class Channel(ABC):
    """A connection's bytes."""

    @abstractmethod
    async def read(self, n: int = -1) -> bytes:
        """Return exactly n bytes; raise IncompleteReadError where the connection ended."""

    @abstractmethod
    def send(self, data: bytes) -> None:
        """Write without waiting."""

    @property
    @abstractmethod
    def buffered(self) -> int:
        """How many bytes were written and have not left."""

    @abstractmethod
    async def close(self) -> None:
        """Send what was written, then close."""

    @abstractmethod
    def abort(self) -> None:
        """Close at once; a read that waits ends."""


class TcpChannel(Channel):
    """A TCP connection, with or without TLS; `begun` was read already."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, begun: bytes = b""
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._begun = begun

    async def read(self, n: int = -1) -> bytes:
        """Return exactly n bytes."""
        if not self._begun:
            return await self._reader.readexactly(n)
        first, self._begun = self._begun[:n], self._begun[n:]
        return first + await self._reader.readexactly(n - len(first))

    def send(self, data: bytes) -> None:
        """Write without waiting."""
        if not self._writer.transport.is_closing():
            self._writer.write(data)

    @property
    def buffered(self) -> int:
        """How many bytes were written and have not left."""
        return self._writer.transport.get_write_buffer_size()

    async def close(self) -> None:
        """Send what was written, then close."""
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    def abort(self) -> None:
        """Close at once."""
        self._writer.transport.abort()


class WebSocketChannel(Channel):
    """A WebSocket connection: packets may span frames, and frames may hold several packets."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection
        self._buffer = bytearray()

    async def read(self, n: int = -1) -> bytes:
        """Return exactly n bytes; a text frame ends the connection, as MQTT requires."""
        while len(self._buffer) < n:
            try:
                frame = await self._connection.recv()
            except ConnectionClosed as closed:
                raise asyncio.IncompleteReadError(bytes(self._buffer), n) from closed
            if isinstance(frame, str):
                raise asyncio.IncompleteReadError(bytes(self._buffer), n)
            self._buffer += frame
        data = bytes(self._buffer[:n])
        del self._buffer[:n]
        return data

    def send(self, data: bytes) -> None:
        """Write without waiting."""
        broadcast([self._connection], data)

    @property
    def buffered(self) -> int:
        """How many bytes were written and have not left."""
        return self._connection.transport.get_write_buffer_size()

    async def close(self) -> None:
        """Send what was written, then close."""
        await self._connection.close()

    def abort(self) -> None:
        """Close at once."""
        self._connection.transport.abort()
