"""An MQTT client of another make, paho, whose answers can be waited for."""

from __future__ import annotations

import queue
import ssl
import threading
from dataclasses import dataclass
from typing import Any

from paho.mqtt.client import MQTT_ERR_SUCCESS, Client, MQTTMessage, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

WAIT_SECONDS = 10


class Refused(Exception):
    """The broker did not take a connection; the text is what it answered."""


@dataclass(frozen=True)
class Tls:
    """Files of a device: what it trusts, and its certificate with its key."""

    root: str
    certificate: str | None = None
    key: str | None = None


class Device:
    """One connection; it does not reconnect by itself."""

    def __init__(
        self,
        client_id: str,
        *,
        clean: bool = True,
        transport: Any = "tcp",
        tls: Tls | None = None,
        user: tuple[str, str] | None = None,
        path: str = "/mqtt",
        headers: dict[str, str] | None = None,
        version: Any = MQTTv311,
        will: tuple[str, bytes, int, bool] | None = None,
    ) -> None:
        self.messages: queue.Queue[MQTTMessage] = queue.Queue()
        self._answers: queue.Queue[Any] = queue.Queue()
        self.gone = threading.Event()
        self.client = Client(
            CallbackAPIVersion.VERSION2,
            client_id,
            clean_session=None if version == MQTTv5 else clean,
            transport=transport,
            protocol=version,
            reconnect_on_failure=False,
        )
        if transport == "websockets":
            self.client.ws_set_options(path, headers)
        if tls is not None:
            context = ssl.create_default_context(cafile=tls.root)
            if tls.certificate is not None:
                context.load_cert_chain(tls.certificate, tls.key)
            self.client.tls_set_context(context)
        if user is not None:
            self.client.username_pw_set(*user)
        if will is not None:
            self.client.will_set(*will)
        self.client.on_connect = self._connected
        self.client.on_disconnect = self._disconnected
        self.client.on_message = lambda _client, _data, message: self.messages.put(message)
        self.client.on_subscribe = lambda _c, _d, _mid, codes, _p: self._answers.put(codes)
        self.client.on_publish = lambda _c, _d, _mid, _code, _p: self._answers.put("published")
        self.client.on_unsubscribe = lambda _c, _d, _mid, _codes, _p: self._answers.put("gone")
        self.session_present = False

    def connect(self, port: int) -> Device:
        """Connect and wait for CONNACK.

        Raises:
            Refused: it is another than 0, or none came.
        """
        self.client.connect("127.0.0.1", port, keepalive=60)
        self.client.loop_start()
        answer = self._answers.get(timeout=WAIT_SECONDS)
        if answer != "Success":
            raise Refused(answer)
        return self

    def subscribe(self, *filters: tuple[str, int]) -> list[int]:
        """Subscribe and return what the broker granted."""
        self.client.subscribe(list(filters))
        return [code.value for code in self._answers.get(timeout=WAIT_SECONDS)]

    def unsubscribe(self, topic_filter: str) -> None:
        self.client.unsubscribe(topic_filter)
        assert self._answers.get(timeout=WAIT_SECONDS) == "gone"

    def publish(self, topic: str, payload: bytes, qos: int = 1, *, retain: bool = False) -> None:
        """Publish and, with QoS 1, wait for the acknowledgement."""
        told = self.client.publish(topic, payload, qos, retain)
        assert told.rc == MQTT_ERR_SUCCESS
        assert self._answers.get(timeout=WAIT_SECONDS) == "published"

    def send(self, topic: str, payload: bytes, qos: int = 1, *, retain: bool = False) -> None:
        """Publish without waiting: what ends the connection is not acknowledged."""
        self.client.publish(topic, payload, qos, retain)

    def take(self) -> MQTTMessage:
        """Return the next message."""
        return self.messages.get(timeout=WAIT_SECONDS)

    def is_dropped(self) -> bool:
        """Wait until the broker closed the connection."""
        return self.gone.wait(WAIT_SECONDS)

    def disconnect(self) -> None:
        """Say goodbye and end."""
        self.client.disconnect()
        self.client.loop_stop()

    def vanish(self) -> None:
        """Go without a word."""
        self.client.loop_stop()
        socket: Any = self.client.socket()
        if socket is not None:
            socket.close()

    def _connected(
        self, _client: Client, _data: object, flags: Any, code: ReasonCode, _properties: object
    ) -> None:
        self.session_present = flags.session_present
        self._answers.put(str(code))

    def _disconnected(self, *_: object) -> None:
        self.gone.set()
        self._answers.put("closed")
