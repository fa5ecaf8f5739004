"""The broker's thread: an event loop with a port for TCP and TLS and one for WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable

from twin_local.execution import iot_bus
from twin_local.execution.iot.mqtt.broker import Broker
from twin_local.execution.iot.mqtt.tcp_listener import TcpListener
from twin_local.execution.iot.mqtt.websocket_listener import WebSocketListener
from twin_local.execution.iot_bus import Message
from twin_local.execution.loop_thread import LoopThread

HOST = "127.0.0.1"


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
        self._thread = LoopThread("iot-mqtt", self._serve)

    def start(self) -> None:
        """Listen.

        Raises:
            OSError: a port cannot be listened on.
        """
        self._thread.start()

    def close(self) -> None:
        """Close every connection, keep persistent sessions, and let go of the ports."""
        self._thread.close()

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        with socket.create_server((HOST, self.port)) as listener:
            listener.setblocking(False)
            websocket = await self._websocket.listen(HOST, self.websocket_port)
            self.port = listener.getsockname()[1]
            self.websocket_port = next(iter(websocket.sockets)).getsockname()[1]
            untap = iot_bus.tap(_hand_over(loop, self._broker.route))
            accepting = loop.create_task(self._tcp.accept(listener))
            try:
                await self._thread.until_closed()
            finally:
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
