"""Packets as bytes: whole ones, broken ones, and other versions of MQTT."""

from __future__ import annotations

import asyncio

import pytest

from twin_local.execution.iot.mqtt import packets
from twin_local.execution.iot.mqtt.packets import PacketMalformed, VersionUnsupported, Will

CONNECT = b"\x10\x13\x00\x04MQTT\x04\x06\x00\x3c\x00\x01p\x00\x01w\x00\x01x"


class Bytes:
    """A connection that sends some bytes and ends."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    async def read(self, n: int = -1) -> bytes:
        if len(self._data) < n:
            raise asyncio.IncompleteReadError(self._data, n)
        taken, self._data = self._data[:n], self._data[n:]
        return taken


def read(data: bytes) -> packets.Packet | None:
    return asyncio.run(packets.read_packet(Bytes(data)))


def test_a_connect_packet_is_read() -> None:
    connect = packets.read_connect(read(CONNECT))
    assert (connect.client_id, connect.clean, connect.keep_alive) == ("p", True, 60)
    assert connect.will == Will("w", b"x", 0, False)
    assert (connect.username, connect.password) == (None, None)


@pytest.mark.parametrize("cut", [0, 1, 2, 10, len(CONNECT) - 1])
def test_a_connection_that_ends_within_a_packet_gives_none(cut: int) -> None:
    assert read(CONNECT[:cut]) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\x30\xff\xff\xff\xff\x7f",  # a length of more than four bytes
        b"\xf0\x00",  # a type that is reserved
        b"\x80\x05\x00\x01\x00\x00\x00",  # SUBSCRIBE without its flags
        b"\x30\x03\x00\x09a",  # a topic that is longer than its packet
        b"\x30\x05\x00\x03a/#",  # a topic with a wildcard
        b"\x30\xe8\xfa\x09",  # more than 146,800 bytes
    ],
)
def test_what_is_no_packet_is_refused(data: bytes) -> None:
    with pytest.raises(PacketMalformed):
        read(data)


def test_mqtt_5_is_told_in_its_own_words() -> None:
    connect = b"\x10\x0f\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x02ab"
    with pytest.raises(VersionUnsupported) as refused:
        read(connect)
    assert refused.value.answer == bytes((0x20, 0x03, 0x00, 0x84, 0x00))


def test_mqtt_3_1_is_refused_with_code_1() -> None:
    with pytest.raises(VersionUnsupported) as refused:
        read(b"\x10\x10\x00\x06MQIsdp\x03\x02\x00\x3c\x00\x02ab")
    assert refused.value.answer == b"\x20\x02\x00\x01"


def test_a_will_without_a_topic_and_a_password_without_a_user_are_refused() -> None:
    for flags in (0x44, 0x42):
        data = bytearray(CONNECT)
        data[9] = flags
        with pytest.raises(PacketMalformed):
            packets.read_connect(read(bytes(data)))


def test_the_first_packet_is_connect() -> None:
    with pytest.raises(PacketMalformed):
        packets.read_connect(read(b"\xc0\x00"))
