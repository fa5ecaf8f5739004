"""The WebSocket server: one event loop in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from websockets.asyncio.server import ServerConnection, serve

from twin_local.execution.appsync.frames import SUBPROTOCOL
from twin_local.execution.appsync.hub import Hub
from twin_local.execution.loop_thread import LoopThread

HOST = "127.0.0.1"
MAXIMUM_FRAME_BYTES = 2 * 1024 * 1024

Converse = Callable[[ServerConnection], Awaitable[None]]


class RealtimeServer:
    """Accepts connections between `start` and `close`."""

    def __init__(self, *, port: int, hub: Hub, converse: Converse) -> None:
        self.port = port
        self._hub = hub
        self._converse = converse
        self._thread = LoopThread("appsync-realtime", self._serve)

    def start(self) -> None:
        """Listen; with port 0 `port` is the one that the system gave.

        Raises:
            OSError: the port cannot be listened on.
        """
        self._thread.start()

    def close(self) -> None:
        """Close every connection and let go of the port."""
        self._thread.close()

    async def _serve(self) -> None:
        server = await serve(
            self._converse,
            HOST,
            self.port,
            subprotocols=[SUBPROTOCOL],  # type: ignore[list-item] # a NewType of str
            max_size=MAXIMUM_FRAME_BYTES,
            compression=None,
        )
        self.port = next(iter(server.sockets)).getsockname()[1]
        self._hub.attach(asyncio.get_running_loop())
        try:
            await self._thread.until_closed()
        finally:
            self._hub.detach()
            server.close()  # connections end with 1001, going away
            await server.wait_closed()
