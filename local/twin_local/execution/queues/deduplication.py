"""FIFO queues take a message once in five minutes, also when it was deleted meanwhile.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html
"""

from __future__ import annotations

import hashlib
from typing import Any

from moto.sqs.models import DEDUPLICATION_TIME_IN_SECONDS, Message, Queue, SQSBackend

from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.patching import original, replace

ACCEPTED = "accepted_messages"
"""What a queue bears besides moto's attributes: accepted messages by deduplication id and group."""

Accepted = dict[tuple[str, str], tuple[float, Message]]


def install(clock: VirtualClock) -> None:
    """Answer a duplicate as the service does: with the message that was accepted."""
    send = original(SQSBackend, "send_message")

    def send_message(
        backend: SQSBackend,
        queue_name: str,
        message_body: str,
        message_attributes: dict[str, Any] | None = None,
        delay_seconds: int | None = None,
        deduplication_id: str | None = None,
        group_id: str | None = None,
        system_attributes: dict[str, Any] | None = None,
        validate_group_id: bool = True,
    ) -> Message:
        queue = backend.get_queue(queue_name)
        known = _known(queue, clock.now())
        key = _key(queue, message_body, deduplication_id, group_id)
        if key is not None and key in known:
            return known[key][1]
        message: Message = send(
            backend,
            queue_name,
            message_body,
            message_attributes,
            delay_seconds,
            deduplication_id,
            group_id,
            system_attributes,
            validate_group_id,
        )
        if key is not None:
            known[key] = (clock.now(), message)
        return message

    replace(SQSBackend, "send_message", send_message)


def _known(queue: Queue, now: float) -> Accepted:
    """Return what was accepted in the last five minutes."""
    if not queue.fifo_queue:
        return {}
    known: Accepted = {
        key: value
        for key, value in getattr(queue, ACCEPTED, {}).items()
        if now - value[0] < DEDUPLICATION_TIME_IN_SECONDS
    }
    setattr(queue, ACCEPTED, known)
    return known


def _key(
    queue: Queue, body: str, deduplication_id: str | None, group_id: str | None
) -> tuple[str, str] | None:
    if not queue.fifo_queue:
        return None
    if deduplication_id is None and queue.content_based_deduplication:  # type: ignore[attr-defined]
        deduplication_id = hashlib.sha256(body.encode()).hexdigest()
    scope = queue.deduplication_scope  # type: ignore[attr-defined]
    group = group_id or "" if scope == "messageGroup" else ""
    return None if deduplication_id is None else (deduplication_id, group)
