"""Read and write MQTT 3.1.1 packets with amqtt's codec.

A packet is taken from the connection whole, by its stated length, and decoded from memory: what is
wrong inside one cannot make the decoder wait for bytes of the next.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol

from amqtt.adapters import BufferReader
from amqtt.errors import AMQTTError, CodecError, MQTTError, NoDataError
from amqtt.mqtt import packet_class
from amqtt.mqtt.connack import ConnackPacket
from amqtt.mqtt.connect import ConnectPacket
from amqtt.mqtt.packet import MQTTFixedHeader
from amqtt.mqtt.pingresp import PingRespPacket
from amqtt.mqtt.puback import PubackPacket
from amqtt.mqtt.publish import PublishPacket
from amqtt.mqtt.suback import SubackPacket
from amqtt.mqtt.unsuback import UnsubackPacket

from twin_local.execution.iot.mqtt.limits import MAXIMUM_PACKET_BYTES

CONNECT, PUBLISH, PUBACK, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, DISCONNECT = 1, 3, 4, 8, 10, 12, 14
"""Types of packets that clients send (MQTT 3.1.1 §2.2.1)."""

Packet = Any
"""A packet of amqtt, which has no types."""

ACCEPTED, VERSION_REFUSED, CLIENT_ID_REFUSED = 0, 1, 2
SERVER_UNAVAILABLE, CREDENTIALS_REFUSED, NOT_AUTHORIZED = 3, 4, 5
SUBSCRIPTION_REFUSED = 0x80

MQTT_5 = b"\x00\x04MQTT\x05"
UNSUPPORTED_IN_MQTT_5 = bytes((0x20, 0x03, 0x00, 0x84, 0x00))
"""CONNACK of MQTT 5: reason code 0x84, unsupported protocol version, no properties."""

_RESERVED_FLAGS = {SUBSCRIBE: 2, UNSUBSCRIBE: 2}


UNREADABLE = (AMQTTError, CodecError, MQTTError, NoDataError, ValueError, IndexError)
"""What amqtt raises for bytes that are no packet."""


class PacketMalformed(ValueError):
    """What came is not a packet of MQTT 3.1.1, or is larger than allowed."""


class VersionUnsupported(PacketMalformed):
    """A client wants to speak another version of MQTT; `answer` tells it in that version."""

    def __init__(self, answer: bytes) -> None:
        super().__init__("MQTT 3.1.1 is spoken here")
        self.answer = answer


@dataclass(frozen=True)
class Will:
    """What is published when a client goes without a word."""

    topic: str
    payload: bytes
    qos: int
    retain: bool


@dataclass(frozen=True)
class Connect:
    """A CONNECT packet; `keep_alive` is in seconds, `client_id` is empty where none was given."""

    client_id: str
    clean: bool
    keep_alive: int
    username: str | None
    password: str | None
    will: Will | None


class Reader(Protocol):
    """Where packets come from."""

    async def read(self, n: int = -1) -> bytes:
        """Return exactly n bytes; raise IncompleteReadError where the connection ended."""


async def read_packet(reader: Reader) -> Packet | None:
    """Return the next packet, None when the connection ended.

    Raises:
        PacketMalformed: it is no packet.
    """
    try:
        header = await MQTTFixedHeader.from_stream(reader)
        if header is None:
            return None
        if header.remaining_length > MAXIMUM_PACKET_BYTES:
            raise PacketMalformed(f"a packet of {header.remaining_length} bytes")
        if header.flags != _RESERVED_FLAGS.get(header.packet_type, header.flags):
            raise PacketMalformed(f"flags {header.flags:#x} of packet {header.packet_type}")
        kind = packet_class(header)
        body = await reader.read(header.remaining_length) if header.remaining_length else b""
        if header.packet_type == CONNECT:
            _check_version(body)
        return await kind.from_stream(BufferReader(body), fixed_header=header)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    except UNREADABLE as error:
        if isinstance(error, PacketMalformed):
            raise
        raise PacketMalformed(str(error)) from error


def _check_version(body: bytes) -> None:
    if body.startswith(MQTT_5):
        raise VersionUnsupported(UNSUPPORTED_IN_MQTT_5)
    if not body.startswith(b"\x00\x04MQTT\x04"):
        raise VersionUnsupported(connack(VERSION_REFUSED))


def read_connect(packet: Packet | None) -> Connect:
    """Return what a CONNECT packet says.

    Raises:
        PacketMalformed: it is another packet, or contradicts itself.
    """
    if not isinstance(packet, ConnectPacket):
        raise PacketMalformed("the first packet is not CONNECT")
    if packet.reserved_flag or (packet.password_flag and not packet.username_flag):
        raise PacketMalformed("the flags of CONNECT contradict each other")
    will = None
    if packet.will_flag:
        topic, message = packet.will_topic, packet.will_message
        if not topic or message is None:
            raise PacketMalformed("the last will has no topic or no payload")
        will = Will(topic, bytes(message), packet.will_qos, packet.will_retain_flag)
    return Connect(
        client_id="" if packet.client_id_is_random else str(packet.client_id),
        clean=packet.clean_session_flag,
        keep_alive=packet.keep_alive,
        username=packet.username,
        password=packet.password,
        will=will,
    )


def connack(code: int, *, present: bool = False) -> bytes:
    """Return the answer to CONNECT; `present` says that the session was kept."""
    return bytes(ConnackPacket.build(int(present), code).to_bytes())


def publish(
    topic: str, payload: bytes, *, packet_id: int | None, again: bool = False, retain: bool = False
) -> bytes:
    """Return a PUBLISH packet: QoS 1 with a packet id, QoS 0 without."""
    qos = 0 if packet_id is None else 1
    return bytes(PublishPacket.build(topic, payload, packet_id, again, qos, retain).to_bytes())


def puback(packet_id: int) -> bytes:
    """Return the acknowledgement of a QoS 1 message."""
    return bytes(PubackPacket.build(packet_id).to_bytes())


def suback(packet_id: int, codes: list[int]) -> bytes:
    """Return the answer to SUBSCRIBE: the QoS granted, or SUBSCRIPTION_REFUSED, by filter."""
    return bytes(SubackPacket.build(packet_id, codes).to_bytes())


def unsuback(packet_id: int) -> bytes:
    """Return the answer to UNSUBSCRIBE."""
    return bytes(UnsubackPacket.build(packet_id).to_bytes())


def pingresp() -> bytes:
    """Return the answer to PINGREQ."""
    return bytes(PingRespPacket.build().to_bytes())
