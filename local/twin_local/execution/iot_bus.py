"""The MQTT message bus of AWS IoT Core, in process.

Shadows, `iot-data:Publish`, MQTT clients and SiteWise property notifications publish here; topic
rules subscribe. Every subscriber has its own thread and its own bounded queue, so that a slow one
holds up neither the publisher nor the others. The MQTT broker, which never waits, is handed
messages in the publisher's thread.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

LOG = logging.getLogger(__name__)

MAXIMUM_PAYLOAD_BYTES = 128 * 1024
"""AWS IoT Core: the payload of one publish request is at most 128 KB."""

MAXIMUM_TOPIC_BYTES = 256
"""AWS IoT Core: a topic is at most 256 bytes of UTF-8."""

MAXIMUM_QUEUED_MESSAGES = 10_000
"""Messages that may wait for one subscriber; later ones are dropped and reported (QoS 0)."""


BASIC_INGEST = "$aws/rules/"
"""What topics begin with that reach one rule alone; the prefix and the name do not count."""


class BusError(ValueError):
    """A message or a topic filter is not what MQTT and AWS IoT Core allow."""


@dataclass(frozen=True)
class Message:
    """One published message; `time` is UTC seconds since 1970.

    `qos` bounds at which QoS subscribers get it; `client_id` is that of the MQTT connection that
    published it, None for services.
    """

    topic: str
    payload: bytes
    time: float
    qos: int = 1
    client_id: str | None = None


Deliver = Callable[[Message], None]


def matches(topic_filter: str, topic: str) -> bool:
    """Say whether a topic matches an MQTT filter (MQTT 3.1.1 §4.7; `#` and `+` skip `$` topics)."""
    filter_levels, topic_levels = topic_filter.split("/"), topic.split("/")
    if topic.startswith("$") and filter_levels[0] in ("#", "+"):
        return False
    for index, level in enumerate(filter_levels):
        if level == "#":
            return True
        if index >= len(topic_levels) or level not in ("+", topic_levels[index]):
            return False
    return len(filter_levels) == len(topic_levels)


def check_filter(topic_filter: str) -> None:
    """Raise BusError unless `topic_filter` is a well-formed MQTT filter (MQTT 3.1.1 §4.7.1)."""
    levels = topic_filter.split("/")
    if not topic_filter or "#" in levels[:-1]:
        raise BusError(f"{topic_filter!r} is not a topic filter: # must be the last level")
    if any(len(level) > 1 and ("#" in level or "+" in level) for level in levels):
        raise BusError(f"{topic_filter!r} is not a topic filter: a wildcard is a whole level")


@dataclass(eq=False)
class Subscription:
    """One subscriber of the bus; `close()` ends it."""

    topic_filter: str
    deliver: Deliver
    dropped: int = 0
    _queue: queue.Queue[Message | None] = field(
        default_factory=lambda: queue.Queue(MAXIMUM_QUEUED_MESSAGES)
    )

    def offer(self, message: Message) -> None:
        """Queue a message for the subscriber; count and report it when the queue is full."""
        try:
            self._queue.put_nowait(message)
        except queue.Full:
            self.dropped += 1
            if self.dropped & (self.dropped - 1) == 0:
                LOG.error("%s: %d messages dropped so far", self.topic_filter, self.dropped)

    def run(self) -> None:
        """Deliver messages in order until the subscription is closed."""
        while (message := self._queue.get()) is not None:
            try:
                self.deliver(message)
            except Exception:  # one bad message must not end the subscription
                LOG.exception("%s: a message on %s was lost", self.topic_filter, message.topic)

    def close(self) -> None:
        """Stop receiving; messages already queued are still delivered."""
        with _lock:
            if self in _subscriptions:
                _subscriptions.remove(self)
                threading.Thread(target=self._queue.put, args=(None,), daemon=True).start()


_lock = threading.Lock()
_subscriptions: list[Subscription] = []
_taps: tuple[Deliver, ...] = ()


def tap(deliver: Deliver) -> Callable[[], None]:
    """Call `deliver`, which must not wait, in the publisher's thread for every message.

    Returns:
        What ends it.
    """
    global _taps
    with _lock:
        _taps = (*_taps, deliver)

    def end() -> None:
        global _taps
        with _lock:
            _taps = tuple(one for one in _taps if one is not deliver)

    return end


def counted(topic: str) -> str:
    """Return the part of a topic that limits count: all, or what follows `$aws/rules/<name>/`."""
    if not topic.startswith(BASIC_INGEST):
        return topic
    return topic.removeprefix(BASIC_INGEST).partition("/")[2]


def subscribe(topic_filter: str, deliver: Deliver) -> Subscription:
    """Call `deliver` in a thread of its own for every message on a matching topic.

    Raises:
        BusError: the filter is malformed.
    """
    check_filter(topic_filter)
    subscription = Subscription(topic_filter, deliver)
    with _lock:
        _subscriptions.append(subscription)
    threading.Thread(target=subscription.run, name=f"iot:{topic_filter}", daemon=True).start()
    return subscription


def publish(topic: str, payload: bytes, *, qos: int = 1, client_id: str | None = None) -> None:
    """Publish a message to every subscriber whose filter matches; return without waiting for them.

    Raises:
        BusError: the topic has wildcards or is too long, or the payload is larger than 128 KB.
    """
    too_long = len(counted(topic).encode()) > MAXIMUM_TOPIC_BYTES
    if not topic or "+" in topic or "#" in topic or "\0" in topic or too_long:
        raise BusError(f"{topic!r} is not a topic to publish to")
    if len(payload) > MAXIMUM_PAYLOAD_BYTES:
        raise BusError(f"{topic}: {len(payload)} bytes, at most {MAXIMUM_PAYLOAD_BYTES} expected")
    message = Message(topic, payload, time.time(), qos, client_id)
    with _lock:
        subscribers, taps = tuple(_subscriptions), _taps
    for deliver in taps:
        deliver(message)
    for subscriber in subscribers:
        if matches(subscriber.topic_filter, topic):
            subscriber.offer(message)
