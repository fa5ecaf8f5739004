"""The state that a broker keeps of one client: subscriptions and QoS 1 messages."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twin_local.execution.iot.mqtt import packets
from twin_local.execution.iot.mqtt.limits import (
    MAXIMUM_BUFFERED_BYTES,
    MAXIMUM_IN_FLIGHT,
    MAXIMUM_WAITING,
)

if TYPE_CHECKING:
    from twin_local.execution.iot.mqtt.link import Link

LOG = logging.getLogger(__name__)
LAST_PACKET_ID = 65_535


@dataclass(frozen=True)
class Delivery:
    """A message on its way to one client."""

    topic: str
    payload: bytes
    qos: int
    retain: bool = False


@dataclass(eq=False)
class Session:
    """One client; `link` is its connection, `expires_at` (UTC seconds) when it is forgotten."""

    client_id: str
    persistent: bool
    subscriptions: dict[str, int] = field(default_factory=dict)
    in_flight: dict[int, Delivery] = field(default_factory=dict)
    waiting: deque[Delivery] = field(default_factory=deque)
    link: Link | None = None
    expires_at: float | None = None
    _last_id: int = 0

    @property
    def unacknowledged(self) -> list[Delivery]:
        """Return the QoS 1 messages that the client has not confirmed, oldest first."""
        return [*self.in_flight.values(), *self.waiting]

    def give(self, delivery: Delivery) -> bool:
        """Send a message, or let it wait; return False where it was dropped."""
        if delivery.qos == 0:
            return self._give_unconfirmed(delivery)
        if self.link is not None and len(self.in_flight) < MAXIMUM_IN_FLIGHT:
            self._send(delivery)
            return True
        if len(self.waiting) >= MAXIMUM_WAITING:
            LOG.error("%s: a message was dropped, %d wait", self.client_id, len(self.waiting))
            return False
        self.waiting.append(delivery)
        return True

    def acknowledge(self, packet_id: int) -> None:
        """Forget a message that the client has, and send the next that waits."""
        self.in_flight.pop(packet_id, None)
        while self.waiting and len(self.in_flight) < MAXIMUM_IN_FLIGHT:
            self._send(self.waiting.popleft())

    def resume(self) -> None:
        """Send again, to a new connection, all that the client has not confirmed."""
        again, self.in_flight = self.in_flight, {}
        for packet_id, delivery in again.items():
            self._send(delivery, packet_id=packet_id, again=True)
        self.acknowledge(0)

    def _give_unconfirmed(self, delivery: Delivery) -> bool:
        if self.link is None or self.link.channel.buffered > MAXIMUM_BUFFERED_BYTES:
            return False
        topic, payload = delivery.topic, delivery.payload
        self.link.channel.send(
            packets.publish(topic, payload, packet_id=None, retain=delivery.retain)
        )
        return True

    def _send(
        self, delivery: Delivery, *, packet_id: int | None = None, again: bool = False
    ) -> None:
        number = self._next_id() if packet_id is None else packet_id
        self.in_flight[number] = delivery
        if self.link is not None:
            data = packets.publish(
                delivery.topic,
                delivery.payload,
                packet_id=number,
                again=again,
                retain=delivery.retain,
            )
            self.link.channel.send(data)

    def _next_id(self) -> int:
        while True:
            self._last_id = self._last_id % LAST_PACKET_ID + 1
            if self._last_id not in self.in_flight:
                return self._last_id
