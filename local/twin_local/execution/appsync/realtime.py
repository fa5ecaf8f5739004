"""The WebSocket server: one event loop in a thread of its own."""

from __future__ import annotations

import asyncio
import functools
import logging
import threading
from collections.abc import Awaitable, Callable

from websockets.asyncio.server import ServerConnection, serve

from twin_local.execution.appsync.frames import SUBPROTOCOL
from twin_local.execution.appsync.hub import Hub

LOG = logging.getLogger(__name__)
HOST = "127.0.0.1"
MAXIMUM_FRAME_BYTES = 2 * 1024 * 1024
START_SECONDS = 10.0

Converse = Callable[[ServerConnection], Awaitable[None]]


class RealtimeServer:
    """Accepts connections between `start` and `close`."""

    def __init__(self, *, port: int, hub: Hub, converse: Converse) -> None:
        self.port = port
        self._hub = hub
        self._converse = converse
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._failure: OSError | None = None
        self._end: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Listen; with port 0 `port` is the one that the system gave.

        Raises:
            OSError: the port cannot be listened on.
        """
        self._thread = threading.Thread(target=self._run, name="appsync-realtime", daemon=True)
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise TimeoutError("the WebSocket server did not start")
        if self._failure:
            raise self._failure

    def close(self) -> None:
        """Close every connection and let go of the port."""
        self._end()
        if self._thread:
            self._thread.join(START_SECONDS)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as error:
            self._failure = error
            self._ready.set()

    async def _serve(self) -> None:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        server = await serve(
            self._converse,
            HOST,
            self.port,
            subprotocols=[SUBPROTOCOL],  # type: ignore[list-item] # a NewType of str
            max_size=MAXIMUM_FRAME_BYTES,
            compression=None,
        )
        self.port = next(iter(server.sockets)).getsockname()[1]
        self._hub.attach(loop)
        self._end = functools.partial(_set_from_outside, loop, ended)
        self._ready.set()
        try:
            await ended.wait()
        finally:
            self._end = lambda: None
            self._hub.detach()
            server.close()  # connections end with 1001, going away
            await server.wait_closed()


def _set_from_outside(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    loop.call_soon_threadsafe(event.set)
