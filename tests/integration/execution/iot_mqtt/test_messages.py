"""Messages between MQTT clients: QoS, retained messages, last will, limits."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from paho.mqtt.client import MQTTv5

from tests.integration.execution.iot_mqtt.conftest import OWNER, Connect
from tests.integration.execution.iot_mqtt.devices import Device, Refused
from twin_local.execution import iot_bus
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]


@pytest.mark.parametrize(("published", "subscribed", "arrives"), [(0, 1, 0), (1, 0, 0), (1, 1, 1)])
def test_a_message_arrives_at_the_lower_qos(
    connect: Connect, published: int, subscribed: int, arrives: int
) -> None:
    reader, writer = connect("reader"), connect("writer")
    assert reader.subscribe((f"q/+/{published}{subscribed}", subscribed)) == [subscribed]
    writer.publish(f"q/a/{published}{subscribed}", b"\x00\xff", published)
    message = reader.take()
    assert (message.topic, message.payload) == (f"q/a/{published}{subscribed}", b"\x00\xff")
    assert (message.qos, message.retain) == (arrives, False)


def test_messages_keep_their_order_beyond_the_window_of_unconfirmed_ones(connect: Connect) -> None:
    reader, writer = connect("reader"), connect("writer")
    reader.subscribe(("order", 1))
    for number in range(300):
        writer.send("order", str(number).encode())
    assert [int(reader.take().payload) for _ in range(300)] == list(range(300))


def test_overlapping_subscriptions_bring_a_message_once(connect: Connect) -> None:
    device = connect("overlap")
    assert device.subscribe(("o/#", 0), ("o/+", 1)) == [0, 1]
    device.publish("o/a", b"first")
    device.publish("o/a", b"second")
    assert [device.take().payload for _ in range(2)] == [b"first", b"second"]


def test_nothing_comes_after_unsubscribing(connect: Connect) -> None:
    device = connect("leaver")
    device.subscribe(("l/a", 1), ("l/b", 1))
    device.unsubscribe("l/a")
    device.publish("l/a", b"unheard")
    device.publish("l/b", b"heard")
    assert device.take().payload == b"heard"


def test_the_api_and_the_bus_reach_clients_and_clients_reach_the_bus(
    connect: Connect, client: Client
) -> None:
    device = connect("joined")
    device.subscribe(("join/#", 1), ("$aws/sitewise/#", 1))
    client("iot-data").publish(topic="join/api", qos=1, payload=b"api")
    assert device.take().payload == b"api"
    topic = "$aws/sitewise/asset-models/m/assets/a/properties/p"
    iot_bus.publish(topic, b"{}")
    assert device.take().topic == topic


def test_a_retained_message_comes_to_who_subscribes_later(connect: Connect, client: Client) -> None:
    writer, data = connect("writer"), client("iot-data")
    writer.publish("r/1", b"old", retain=True)
    writer.publish("r/1", b"new", retain=True)
    data.publish(topic="r/2", payload=b"api", qos=0, retain=True)
    reader = connect("reader")
    reader.subscribe(("r/#", 1))
    got = [reader.take() for _ in range(2)]
    assert [(one.topic, one.payload, one.qos) for one in got] == [
        ("r/1", b"new", 1),
        ("r/2", b"api", 0),
    ]
    assert all(one.retain for one in got)
    found = data.get_retained_message(topic="r/1")
    assert (found["payload"], found["qos"]) == (b"new", 1)
    page = data.list_retained_messages(maxResults=1)
    assert [one["topic"] for one in page["retainedTopics"]] == ["r/1"]
    rest = data.list_retained_messages(nextToken=page["nextToken"])
    assert [(one["topic"], one["payloadSize"]) for one in rest["retainedTopics"]] == [("r/2", 3)]
    writer.publish("r/1", b"", retain=True)
    writer.publish("r/2", b"", retain=True)
    with pytest.raises(ClientError) as error:
        data.get_retained_message(topic="r/1")
    assert error.value.response["Error"]["Code"] == "ResourceNotFoundException"
    assert data.list_retained_messages()["retainedTopics"] == []


def test_a_last_will_is_published_unless_the_client_says_goodbye(connect: Connect) -> None:
    watcher = connect("watcher")
    watcher.subscribe(("will/+", 1))
    connect("polite", will=("will/polite", b"never", 1, False)).disconnect()
    connect("sudden", will=("will/sudden", b"gone", 1, False)).vanish()
    message = watcher.take()
    assert (message.topic, message.payload) == ("will/sudden", b"gone")


@pytest.mark.parametrize(
    ("topic", "payload", "qos"),
    [
        ("a", b"", 2),
        ("a/b/c/d/e/f/g/h/i", b"", 1),
        ("t" * 257, b"", 1),
        ("$aws/things/pump/shadow/update/documents", b"{}", 1),
        ("a", b"x" * (128 * 1024 + 1), 1),
        ("a", b"x" * 200_000, 1),
    ],
)
def test_a_message_that_is_not_allowed_ends_the_connection(
    connect: Connect, topic: str, payload: bytes, qos: int
) -> None:
    device = connect("offender")
    device.send(topic, payload, qos)
    assert device.is_dropped()


def test_the_largest_message_passes(connect: Connect) -> None:
    device = connect("large")
    topic = "/".join(["t" * 31] * 8)
    device.subscribe((topic, 1))
    device.publish(topic, b"x" * 128 * 1024)
    assert len(device.take().payload) == 128 * 1024


@pytest.mark.parametrize(
    "filters",
    [[("a", 2)], [(f"f/{number}", 0) for number in range(9)], [("a/b/c/d/e/f/g/h/i", 0)]],
)
def test_a_subscription_that_is_not_allowed_ends_the_connection(
    connect: Connect, filters: list[tuple[str, int]]
) -> None:
    device = connect("subscriber")
    device.client.subscribe(filters)
    assert device.is_dropped()


def test_a_connection_has_50_subscriptions(connect: Connect) -> None:
    device = connect("many")
    for start in range(0, 48, 8):
        device.subscribe(*((f"s/{start + number}", 0) for number in range(8)))
    assert device.subscribe(*((f"t/{number}", 0) for number in range(4))) == [0, 0, 128, 128]


@pytest.mark.parametrize(
    ("client_id", "options", "answer"),
    [
        ("x" * 129, {}, "Client identifier not valid"),
        ("five", {"version": MQTTv5}, "Unsupported protocol version"),
        ("wrong", {"user": ("local", "guessed")}, "Not authorized"),
        ("nobody", {"user": ("AKIAUNKNOWN", "x")}, "Not authorized"),
    ],
)
def test_a_connection_that_is_not_allowed_is_refused(
    connect: Connect, client_id: str, options: dict[str, Any], answer: str
) -> None:
    with pytest.raises(Refused) as refused:
        connect(client_id, **({"user": OWNER} | options))
    assert str(refused.value) == answer


def test_without_credentials_no_connection_is_made(aws: Execution) -> None:
    device = Device("anonymous")
    with pytest.raises(Refused) as refused:
        device.connect(aws.iot.mqtt.port)
    device.disconnect()
    assert str(refused.value) == "Not authorized"


def test_a_shared_subscription_is_refused_and_not_silently_empty(connect: Connect) -> None:
    assert connect("sharer").subscribe(("$share/group/a", 1), ("a", 1)) == [128, 1]


def test_lifecycle_events_tell_of_connections_and_subscriptions(connect: Connect) -> None:
    watcher = connect("watcher")
    watcher.subscribe(("$aws/events/presence/+/life", 1), ("$aws/events/subscriptions/+/life", 1))
    device = connect("life")
    device.subscribe(("a", 0), ("b", 1))
    device.unsubscribe("a")
    device.disconnect()
    told = [json.loads(watcher.take().payload) for _ in range(4)]
    assert [one["eventType"] for one in told] == [
        "connected",
        "subscribed",
        "unsubscribed",
        "disconnected",
    ]
    assert {one["clientId"] for one in told} == {"life"}
    assert len({one["sessionIdentifier"] for one in told}) == 1
    assert (told[0]["principalIdentifier"], told[0]["versionNumber"]) == ("local", 0)
    assert (told[1]["topics"], told[2]["topics"]) == (["a", "b"], ["a"])
    assert told[3]["disconnectReason"] == "CLIENT_INITIATED_DISCONNECT"
    assert told[3]["clientInitiatedDisconnect"] is True
