"""What `iot-data:Publish` and republishing accept (AWS IoT Core quotas: "Message broker")."""

from __future__ import annotations

from twin_local.execution import iot_bus
from twin_local.execution.iot.retained import RetainedMessages
from twin_local.execution.iot.shadows import mqtt

MAXIMUM_SLASHES = 7
CORE_DEVICE_HEALTH = "$aws/things/+/greengrassv2/health/json"


class TopicError(ValueError):
    """A message cannot be published to a topic."""


def check_topic(topic: str) -> None:
    """Refuse a topic with too many levels, and reserved ones that nothing here listens to.

    Raises:
        TopicError: the topic is refused.
    """
    if iot_bus.counted(topic).count("/") > MAXIMUM_SLASHES:
        raise TopicError(f"{topic!r} has more than {MAXIMUM_SLASHES} slashes")
    if topic.startswith("$") and not _is_listened_to(topic):
        raise TopicError(
            f"{topic!r} is reserved: of the topics that begin with $ those of shadow requests"
            " ($aws/things/<thing>/shadow/…), of core devices ($aws/things/<thing>/greengrassv2/"
            "health/json) and of rules ($aws/rules/<rule>/…) take messages here"
        )


def _is_listened_to(topic: str) -> bool:
    return (
        mqtt.is_request(topic)
        or _is_basic_ingest(topic)
        or iot_bus.matches(CORE_DEVICE_HEALTH, topic)
    )


def _is_basic_ingest(topic: str) -> bool:
    name = topic.removeprefix(iot_bus.BASIC_INGEST).partition("/")[0]
    return topic.startswith(iot_bus.BASIC_INGEST) and bool(name)


def publish(
    topic: str,
    payload: bytes,
    *,
    qos: int = 1,
    retained: RetainedMessages | None = None,
    client_id: str | None = None,
) -> None:
    """Publish a client's message, and keep it where `retained` is given.

    Raises:
        TopicError: the topic is refused.
        twin_local.execution.iot_bus.BusError: the topic or the payload is too long, or the topic
            has wildcards.
    """
    check_topic(topic)
    if retained is not None and topic.startswith("$"):
        raise TopicError(f"{topic!r} is reserved: it keeps no retained message")
    iot_bus.publish(topic, payload, qos=qos, client_id=client_id)
    if retained is not None:
        retained.keep(topic, payload, qos=qos)
