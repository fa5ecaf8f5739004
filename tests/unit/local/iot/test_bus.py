"""The bus: what is handed over at once, and what counts of a topic."""

from __future__ import annotations

import threading

import pytest

from twin_local.execution import iot_bus
from twin_local.execution.iot import publishing
from twin_local.execution.iot.publishing import TopicError
from twin_local.execution.iot_bus import BusError, Message


def test_a_tap_gets_messages_in_the_thread_of_the_publisher_until_it_ends() -> None:
    heard: list[tuple[int, Message]] = []
    end = iot_bus.tap(lambda message: heard.append((threading.get_ident(), message)))
    iot_bus.publish("tap/a", b"1", qos=0, client_id="pump")
    end()
    iot_bus.publish("tap/a", b"2")
    [(thread, message)] = heard
    assert thread == threading.get_ident()
    assert (message.payload, message.qos, message.client_id) == (b"1", 0, "pump")


@pytest.mark.parametrize(
    ("topic", "counted"),
    [
        ("a/b", "a/b"),
        ("$aws/rules/r/a/b", "a/b"),
        ("$aws/rules/r", ""),
        ("$aws/things/t/shadow/get", "$aws/things/t/shadow/get"),
    ],
)
def test_the_prefix_of_basic_ingest_does_not_count(topic: str, counted: str) -> None:
    assert iot_bus.counted(topic) == counted


def test_a_topic_of_basic_ingest_has_the_length_and_levels_of_any_other() -> None:
    levels = "/".join("abcdefgh")
    publishing.check_topic(f"$aws/rules/r/{levels}")
    with pytest.raises(TopicError):
        publishing.check_topic(f"$aws/rules/r/{levels}/i")
    iot_bus.publish("$aws/rules/r/" + "t" * 256, b"")
    with pytest.raises(BusError):
        iot_bus.publish("$aws/rules/r/" + "t" * 257, b"")


@pytest.mark.parametrize("topic", ["", "a\0b", "a/+", "#"])
def test_what_is_no_topic_is_refused(topic: str) -> None:
    with pytest.raises(BusError):
        iot_bus.publish(topic, b"")
