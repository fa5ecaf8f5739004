"""Sessions over restarts and time, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from twin_local.execution.iot.mqtt import packets
from twin_local.execution.iot.mqtt.broker import Broker
from twin_local.execution.iot.mqtt.channels import Channel
from twin_local.execution.iot.mqtt.limits import (
    MAXIMUM_BUFFERED_BYTES,
    MAXIMUM_WAITING,
    SESSION_EXPIRY_SECONDS,
    keep_alive_seconds,
)
from twin_local.execution.iot.mqtt.link import Link
from twin_local.execution.iot.mqtt.permissions import Owner, Permissions, Principal
from twin_local.execution.iot.mqtt.presence import Presence
from twin_local.execution.iot.mqtt.session import Delivery
from twin_local.execution.iot.mqtt.store import SessionStore
from twin_local.execution.iot.retained import RetainedMessages
from twin_local.execution.iot_bus import Message


class Wire(Channel):
    """A channel that keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.waiting = 0
        self.is_aborted = False

    async def read(self, n: int = -1) -> bytes:
        raise NotImplementedError

    def send(self, data: bytes) -> None:
        self.sent.append(data)

    @property
    def buffered(self) -> int:
        return self.waiting

    async def close(self) -> None:
        raise NotImplementedError

    def abort(self) -> None:
        self.is_aborted = True


@dataclass
class World:
    """A broker in a folder, which can be closed and opened again, and its clock."""

    folder: Path
    now: float = 1_700_000_000.0
    broker: Broker = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.retained = RetainedMessages(self.folder / "retained.sqlite")
        self.broker = Broker(
            store=SessionStore(self.folder / "sessions.sqlite"),
            retained=self.retained,
            presence=Presence(),
            clock=lambda: self.now,
        )

    def stop(self) -> None:
        self.broker.close()
        self.retained.close()

    def publish(self, payload: bytes, *, qos: int = 1) -> None:
        self.broker.route(Message("a/b", payload, self.now, qos))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.stop()


def link(client_id: str = "pump") -> tuple[Link, Wire]:
    wire, principal = Wire(), Principal("owner", Owner())
    permissions = Permissions(principal, client_id=client_id, address="::1", arn_prefix="arn:")
    return Link(client_id, wire, permissions, "owner", "::1"), wire


def sent(payload: bytes, packet_id: int, *, again: bool = False) -> bytes:
    return packets.publish("a/b", payload, packet_id=packet_id, again=again)


def test_a_restart_keeps_subscriptions_and_messages(world: World) -> None:
    first, wire = link()
    session, _ = world.broker.open(first, clean=False)
    assert world.broker.subscribe(session, first, "a/+", 1) == 1
    world.publish(b"unconfirmed")
    assert wire.sent == [sent(b"unconfirmed", 1)]
    world.broker.leave(session, first)
    world.publish(b"waiting")
    world.stop()
    world.start()
    again, wire = link()
    session, present = world.broker.open(again, clean=False)
    session.resume()
    assert present is True
    assert wire.sent[0] == sent(b"unconfirmed", 1, again=True)
    assert wire.sent[1] == sent(b"waiting", 2)
    session.acknowledge(1)
    session.acknowledge(2)
    assert session.unacknowledged == []
    world.publish(b"live")
    assert len(wire.sent) == 3


def test_a_session_is_forgotten_an_hour_after_its_connection(world: World) -> None:
    first, _ = link()
    session, _ = world.broker.open(first, clean=False)
    world.broker.subscribe(session, first, "a/b", 1)
    world.broker.leave(session, first)
    world.now += SESSION_EXPIRY_SECONDS - 1
    world.publish(b"in time")
    assert len(session.waiting) == 1
    world.now += 1
    world.publish(b"late")
    assert len(session.waiting) == 1
    assert world.broker.open(link()[0], clean=False)[1] is False


def test_a_connected_session_does_not_expire(world: World) -> None:
    first, wire = link()
    session, _ = world.broker.open(first, clean=False)
    world.broker.subscribe(session, first, "a/b", 1)
    world.now += 10 * SESSION_EXPIRY_SECONDS
    world.publish(b"still")
    assert wire.sent == [sent(b"still", 1)]


def test_who_reads_slowly_loses_qos_0_and_keeps_qos_1(world: World) -> None:
    first, wire = link()
    session, _ = world.broker.open(first, clean=True)
    world.broker.subscribe(session, first, "a/b", 1)
    wire.waiting = MAXIMUM_BUFFERED_BYTES + 1
    world.publish(b"dropped", qos=0)
    world.publish(b"kept")
    assert wire.sent == [sent(b"kept", 1)]


def test_the_messages_that_wait_are_bounded(world: World, caplog: pytest.LogCaptureFixture) -> None:
    session, _ = world.broker.open(link()[0], clean=True)
    session.waiting.extend([packets_of(number) for number in range(MAXIMUM_WAITING)])
    session.link = None
    assert session.give(packets_of(0)) is False
    assert "a message was dropped" in caplog.text


def packets_of(number: int) -> Delivery:
    return Delivery("a", str(number).encode(), qos=1)


@pytest.mark.parametrize(
    ("asked", "seconds"), [(0, 1800.0), (10, 45.0), (60, 90.0), (5000, 1800.0)]
)
def test_silence_is_borne_as_long_as_iot_core_does(asked: int, seconds: float) -> None:
    assert keep_alive_seconds(asked) == seconds
