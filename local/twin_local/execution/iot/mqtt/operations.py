"""What clients ask for: publish, subscribe, unsubscribe, each under their policies and limits."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from twin_local.execution import iot_bus
from twin_local.execution.iot import publishing
from twin_local.execution.iot.mqtt import packets
from twin_local.execution.iot.mqtt.broker import Broker
from twin_local.execution.iot.mqtt.limits import MAXIMUM_FILTERS_PER_SUBSCRIBE
from twin_local.execution.iot.mqtt.link import Link
from twin_local.execution.iot.mqtt.packets import SUBSCRIPTION_REFUSED, Packet
from twin_local.execution.iot.mqtt.presence import Presence, Reason
from twin_local.execution.iot.mqtt.session import Session
from twin_local.execution.iot.publishing import MAXIMUM_SLASHES, TopicError
from twin_local.execution.iot.retained import RetainedMessages
from twin_local.execution.iot_bus import MAXIMUM_TOPIC_BYTES, BusError

LOG = logging.getLogger(__name__)


class Refused(Exception):
    """A client asked for what ends its connection."""

    def __init__(self, reason: Reason, text: str) -> None:
        super().__init__(text)
        self.reason: Reason = reason


@dataclass(frozen=True)
class Operations:
    """Does what packets ask for; runs in the server's event loop."""

    broker: Broker
    retained: RetainedMessages
    presence: Presence

    def publish(self, link: Link, packet: Packet) -> None:
        """Publish a client's message and acknowledge it.

        Raises:
            Refused: its QoS, topic or size is not allowed, or a policy denies it.
        """
        topic = packet.variable_header.topic_name
        qos, retain = packet.qos, packet.retain_flag
        self.check_publish(link, topic, qos, retain=retain)
        self._publish(link, topic, packet.payload.data or b"", qos, retain=retain)
        if qos:
            link.channel.send(packets.puback(packet.variable_header.packet_id))

    def check_publish(self, link: Link, topic: str, qos: int, *, retain: bool) -> None:
        """Require that a client may publish.

        Raises:
            Refused: it may not.
        """
        if qos > 1:
            raise Refused("CLIENT_ERROR", f"QoS {qos} is not offered")
        actions = ("Publish", "RetainPublish") if retain else ("Publish",)
        for action in actions:
            if not link.may(action, "topic", topic):
                raise Refused("AUTH_ERROR", f"iot:{action} on {topic} is denied")

    def publish_will(self, link: Link) -> None:
        """Publish the last will of a client that went without a word."""
        will = link.will
        if will is None or link.ended == "CLIENT_INITIATED_DISCONNECT":
            return
        try:
            self._publish(link, will.topic, will.payload, will.qos, retain=will.retain)
        except Refused as refused:
            LOG.error("the last will of %s was not published: %s", link.client_id, refused)

    def subscribe(self, session: Session, link: Link, packet: Packet) -> None:
        """Subscribe a client, and send it the retained messages.

        Raises:
            Refused: there are too many filters, one is malformed, or QoS 2 is asked for.
        """
        asked: list[tuple[str, int]] = packet.payload.topics
        if not 0 < len(asked) <= MAXIMUM_FILTERS_PER_SUBSCRIBE:
            raise Refused("CLIENT_ERROR", f"a SUBSCRIBE with {len(asked)} filters")
        for topic_filter, qos in asked:
            _check_filter(topic_filter)
            if qos > 1:
                raise Refused("CLIENT_ERROR", f"QoS {qos} is not offered")
        codes = [self.broker.subscribe(session, link, *one) for one in asked]
        link.channel.send(packets.suback(packet.variable_header.packet_id, codes))
        granted = [one for (one, _), code in zip(asked, codes, strict=True) if _is_granted(code)]
        if granted:
            self.presence.subscribed(link, granted)
        for topic_filter in granted:
            self.broker.send_retained(session, link, topic_filter)

    def unsubscribe(self, session: Session, link: Link, packet: Packet) -> None:
        """Remove subscriptions of a client."""
        filters: list[str] = packet.payload.topics
        for topic_filter in filters:
            self.broker.unsubscribe(session, topic_filter)
        link.channel.send(packets.unsuback(packet.variable_header.packet_id))
        self.presence.unsubscribed(link, filters)

    def _publish(self, link: Link, topic: str, payload: bytes, qos: int, *, retain: bool) -> None:
        try:
            publishing.publish(
                topic,
                payload,
                qos=qos,
                retained=self.retained if retain else None,
                client_id=link.client_id,
            )
        except (TopicError, BusError) as error:
            raise Refused("CLIENT_ERROR", str(error)) from error


def _is_granted(code: int) -> bool:
    return code != SUBSCRIPTION_REFUSED


def _check_filter(topic_filter: str) -> None:
    """Require that a filter is one of MQTT and of IoT Core.

    Raises:
        Refused: it is not.
    """
    try:
        iot_bus.check_filter(topic_filter)
    except BusError as error:
        raise Refused("CLIENT_ERROR", str(error)) from error
    counted = iot_bus.counted(topic_filter)
    if counted.count("/") > MAXIMUM_SLASHES or len(counted.encode()) > MAXIMUM_TOPIC_BYTES:
        raise Refused("CLIENT_ERROR", f"{topic_filter!r} is too long or has too many levels")
