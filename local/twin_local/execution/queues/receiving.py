"""Receive messages: in flight, again when visible again, to the dead-letter queue when too often.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from moto.sqs.models import Message, Queue, SQSBackend, _filter_message_attributes

from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.patching import replace

LONG_POLL_STEP_S = 0.25
"""How often a long poll looks whether a message has become visible by itself."""

SOURCE_QUEUE = "source_queue_arn"
"""What a message of a dead-letter queue bears besides moto's attributes: where it comes from."""


def install(clock: VirtualClock) -> None:
    """Replace moto's loop, which stops at a message that is too old and waits a second a turn."""

    def receive_message(
        backend: SQSBackend,
        queue_name: str,
        count: int,
        wait_seconds_timeout: int,
        visibility_timeout: int,
        message_attribute_names: list[str] | None = None,
    ) -> list[Message]:
        queue = backend.get_queue(queue_name)
        end = clock.elapsed() + int(wait_seconds_timeout or 0)
        while True:
            with queue._messages_lock:
                found = _take(queue, int(count), int(visibility_timeout or 0), clock.now())
                if found or clock.elapsed() >= end or queue_name not in backend.queues:
                    break
                queue._messages_lock.wait(min(LONG_POLL_STEP_S, end - clock.elapsed()))
        names = message_attribute_names or []
        return [_copy(message, names) for message in found]

    replace(SQSBackend, "receive_message", receive_message)


def drop_expired(queue: Queue, now: float) -> int:
    """Remove the messages that were kept for the whole retention period; return how many."""
    oldest_ms = (now - int(queue.message_retention_period)) * 1000  # type: ignore[attr-defined]
    with queue._messages_lock:
        kept = [one for one in queue._messages if (one.sent_timestamp or 0) > oldest_ms]
        dropped = len(queue._messages) - len(kept)
        if dropped:
            queue._messages = kept
            queue._pending_messages &= set(kept)
    return dropped


def _take(queue: Queue, count: int, visibility_timeout: int, now: float) -> list[Message]:
    drop_expired(queue, now)
    taken: list[Message] = []
    for message in _available(queue):
        if _is_received_too_often(queue, message):
            _redrive(queue, message)
            continue
        queue.pending_messages.add(message)
        message.mark_received(visibility_timeout=visibility_timeout)
        taken.append(message)
        if len(taken) >= count:
            break
    return taken


def _available(queue: Queue) -> Iterator[Message]:
    """Yield visible messages, of a FIFO queue only those of groups with nothing in flight."""
    visible = queue.messages
    queue._pending_messages -= set(visible)
    in_flight = {one.group_id for one in queue._messages if not one.visible}
    for message in visible:
        if not (queue.fifo_queue and message.group_id in in_flight):
            yield message


def _is_received_too_often(queue: Queue, message: Message) -> bool:
    if queue.dead_letter_queue is None or not queue.redrive_policy:
        return False
    limit = int(queue.redrive_policy["maxReceiveCount"])
    return bool(message.approximate_receive_count >= limit)


def _redrive(queue: Queue, message: Message) -> None:
    """Move a message; its age counts on in a standard queue and anew in a FIFO queue."""
    queue._messages.remove(message)
    queue.pending_messages.discard(message)
    target = queue.dead_letter_queue
    assert target is not None
    setattr(message, SOURCE_QUEUE, queue.queue_arn)
    if target.fifo_queue:
        message.mark_sent()
    with target._messages_lock:
        target._messages.append(message)
        target._messages_lock.notify_all()


def _copy(message: Message, names: list[str]) -> Message:
    copied: Any = copy.deepcopy(message)
    _filter_message_attributes(copied, names)
    return copied  # type: ignore[no-any-return]
