"""Sessions: what outlives a connection, and what a second connection of a client does."""

from __future__ import annotations

import json

import pytest

from tests.integration.execution.iot_mqtt.conftest import Connect
from tests.integration.execution.iot_mqtt.devices import Refused


def test_a_persistent_session_keeps_qos_1_messages(connect: Connect) -> None:
    device, writer = connect("keeper", clean=False), connect("writer")
    assert device.session_present is False
    device.subscribe(("kept/1", 1), ("kept/0", 0))
    device.disconnect()
    writer.publish("kept/0", b"lost")
    for number in range(3):
        writer.publish("kept/1", str(number).encode())
    again = connect("keeper", clean=False)
    assert again.session_present is True
    assert [again.take().payload for _ in range(3)] == [b"0", b"1", b"2"]
    writer.publish("kept/1", b"live")
    assert again.take().payload == b"live"
    again.disconnect()
    fresh = connect("keeper")
    assert fresh.session_present is False
    writer.publish("kept/1", b"unheard")
    fresh.subscribe(("other", 1))
    writer.publish("other", b"heard")
    assert fresh.take().payload == b"heard"


def test_what_was_not_confirmed_is_sent_again(connect: Connect) -> None:
    device, writer = connect("slow", clean=False), connect("writer")
    device.client.manual_ack_set(True)
    device.subscribe(("again", 1))
    writer.publish("again", b"first")
    assert device.take().dup is False
    device.vanish()
    again = connect("slow", clean=False)
    message = again.take()
    assert (message.payload, message.dup) == (b"first", True)
    again.disconnect()
    connect("slow").disconnect()


def test_a_new_connection_of_a_client_takes_over(connect: Connect) -> None:
    watcher = connect("watcher")
    watcher.subscribe(("$aws/events/presence/disconnected/twice", 1), ("will/twice", 1))
    first = connect("twice", will=("will/twice", b"gone", 1, False))
    second = connect("twice")
    assert first.is_dropped()
    told = [watcher.take() for _ in range(2)]
    payloads = {one.topic.split("/")[0]: one.payload for one in told}
    assert json.loads(payloads["$aws"])["disconnectReason"] == "DUPLICATE_CLIENTID"
    assert payloads["will"] == b"gone"
    second.subscribe(("still", 1))
    second.publish("still", b"here")
    assert second.take().payload == b"here"


def test_a_client_without_a_name_gets_one_and_keeps_no_session(connect: Connect) -> None:
    watcher = connect("watcher")
    watcher.subscribe(("$aws/events/presence/connected/$GEN/+", 1))
    connect("")
    assert json.loads(watcher.take().payload)["clientId"].startswith("$GEN/")


def test_a_session_needs_a_name(connect: Connect) -> None:
    with pytest.raises((Refused, ValueError)):
        connect("", clean=False)
