"""The broker's thread: an event loop with a port for TCP and TLS and one for WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import socket
import threading
from collections.abc import Callable

from twin_local.execution import iot_bus
from twin_local.execution.iot.mqtt.broker import Broker
from twin_local.execution.iot.mqtt.tcp_listener import TcpListener
from twin_local.execution.iot.mqtt.websocket_listener import WebSocketListener
from twin_local.execution.iot_bus import Message

HOST = "127.0.0.1"
START_SECONDS = 10.0


class MqttServer:
    """Accepts connections between `start` and `close`; a port that was 0 is then the real one."""

    def __init__(
        self,
        *,
        port: int,
        websocket_port: int,
        broker: Broker,
        tcp: TcpListener,
        websocket: WebSocketListener,
    ) -> None:
        self.port = port
        self.websocket_port = websocket_port
        self._broker = broker
        self._tcp = tcp
        self._websocket = websocket
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._failure: OSError | None = None
        self._end: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Listen.

        Raises:
            OSError: a port cannot be listened on.
        """
        self._thread = threading.Thread(target=self._run, name="iot-mqtt", daemon=True)
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise TimeoutError("the MQTT broker did not start")
        if self._failure:
            raise self._failure

    def close(self) -> None:
        """Close every connection, keep persistent sessions, and let go of the ports."""
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
        with socket.create_server((HOST, self.port)) as listener:
            listener.setblocking(False)
            websocket = await self._websocket.listen(HOST, self.websocket_port)
            self.port = listener.getsockname()[1]
            self.websocket_port = next(iter(websocket.sockets)).getsockname()[1]
            untap = iot_bus.tap(_hand_over(loop, self._broker.route))
            accepting = loop.create_task(self._tcp.accept(listener))
            self._end = functools.partial(_set_from_outside, loop, ended)
            self._ready.set()
            try:
                await ended.wait()
            finally:
                self._end = lambda: None
                untap()
                accepting.cancel()
                self._broker.close()
                websocket.close()
                await websocket.wait_closed()
                await self._tcp.close()
                await asyncio.gather(accepting, return_exceptions=True)


def _hand_over(
    loop: asyncio.AbstractEventLoop, route: Callable[[Message], None]
) -> Callable[[Message], None]:
    """Return what routes a message in the loop of this thread, whichever thread publishes it."""
    own = threading.get_ident()

    def deliver(message: Message) -> None:
        if threading.get_ident() == own:
            route(message)
            return
        with contextlib.suppress(RuntimeError):  # the loop was closed: nobody is connected
            loop.call_soon_threadsafe(route, message)

    return deliver


def _set_from_outside(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    loop.call_soon_threadsafe(event.set)
