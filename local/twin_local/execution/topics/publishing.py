"""Publish to a topic: once in five minutes for FIFO, to every subscription that it is for.

https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from moto.sns.models import Subscription, Topic

from twin_local.execution.patching import replace
from twin_local.execution.topics.delivery import Attempt, TopicDeliveries
from twin_local.execution.topics.filter_policy import is_for
from twin_local.execution.topics.notification import Message
from twin_local.execution.topics.subscribing import is_pending

ACCEPTED = "accepted_messages"
"""What a FIFO topic bears besides moto's attributes: accepted ids with their time and message."""

DEDUPLICATED_S = 300


def install(deliveries: TopicDeliveries, now: Callable[[], float]) -> None:
    """Replace moto's publishing, which fails where one subscriber does."""

    def publish(
        topic: Topic,
        message: str,
        subject: str | None = None,
        message_attributes: dict[str, Any] | None = None,
        group_id: str | None = None,
        deduplication_id: str | None = None,
        message_structure: str | None = None,
    ) -> str:
        message_id = str(uuid.uuid4())
        if topic.fifo_topic:
            deduplication_id = deduplication_id or hashlib.sha256(message.encode()).hexdigest()
            if known := _accepted(topic, deduplication_id, message_id, now()):
                return known
        attributes = dict(message_attributes or {})
        for subscription in topic.sns_backend._get_topic_subscriptions(topic):
            if not is_pending(subscription) and _is_for(subscription, attributes, message):
                text = message
                if message_structure == "json":
                    text = subscription._parse_message_structure(message, subscription.protocol)
                sent = Message(text, message_id, subject, attributes, group_id, deduplication_id)
                deliveries.submit(Attempt(subscription, sent))
        return message_id

    replace(Topic, "publish", publish)


def _is_for(subscription: Subscription, attributes: dict[str, Any], message: str) -> bool:
    scope = subscription.attributes.get("FilterPolicyScope")
    return is_for(subscription._filter_policy, scope, attributes, message)


def _accepted(topic: Topic, deduplication_id: str, message_id: str, now: float) -> str | None:
    """Return the message that an id was accepted with, None when it is new."""
    known: dict[str, tuple[float, str]] = {
        key: value
        for key, value in getattr(topic, ACCEPTED, {}).items()
        if now - value[0] < DEDUPLICATED_S
    }
    found = known.get(deduplication_id)
    if found is None:
        known[deduplication_id] = (now, message_id)
    setattr(topic, ACCEPTED, known)
    return found[1] if found else None
