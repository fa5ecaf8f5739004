"""What `iot-data:Publish` and republishing accept (AWS IoT Core quotas: "Message broker")."""

from __future__ import annotations

from twin_local.execution import iot_bus
from twin_local.execution.iot.shadows import mqtt

MAXIMUM_SLASHES = 7


class TopicError(ValueError):
    """A message cannot be published to a topic."""


def check_topic(topic: str) -> None:
    """Refuse a topic with too many levels, and reserved ones that nothing here listens to.

    Raises:
        TopicError: the topic is refused.
    """
    if topic.count("/") > MAXIMUM_SLASHES:
        raise TopicError(f"{topic!r} has more than {MAXIMUM_SLASHES} slashes")
    if topic.startswith("$") and not mqtt.is_request(topic):
        raise TopicError(
            f"{topic!r} is reserved: of the topics that begin with $ those of shadow requests"
            " ($aws/things/<thing>/shadow/…) take messages here"
        )


def publish(topic: str, payload: bytes) -> None:
    """Publish a client's message.

    Raises:
        TopicError: the topic is refused.
        twin_local.execution.iot_bus.BusError: the topic or the payload is too long, or the topic
            has wildcards.
    """
    check_topic(topic)
    iot_bus.publish(topic, payload)
