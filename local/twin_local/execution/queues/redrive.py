"""Who may use a queue as its dead-letter queue: RedrivePolicy and RedriveAllowPolicy are checked.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
"""

from __future__ import annotations

import json
from typing import Any

from moto.sqs.exceptions import SQSException
from moto.sqs.models import Queue

from twin_local.execution.patching import original, replace
from twin_local.execution.types import Json

ATTRIBUTE = "RedriveAllowPolicy"
MAXIMUM_RECEIVE_COUNT = 1000
MAXIMUM_SOURCES = 10


def install() -> None:
    """Keep RedriveAllowPolicy, which moto does not show, and check it where a queue names one."""
    set_up = original(Queue, "_setup_dlq")
    assign = original(Queue, "_set_attributes")
    attributes = original(Queue, "BASE_ATTRIBUTES")

    def setup_dlq(queue: Queue, policy: Json) -> None:
        set_up(queue, policy)
        if queue.dead_letter_queue is not None:
            _check(queue, queue.dead_letter_queue, dict(queue.redrive_policy or {}))

    def set_attributes(queue: Queue, given: dict[str, Any], now: float | None = None) -> None:
        if given.get(ATTRIBUTE):
            given = {**given, ATTRIBUTE: _normalised(given[ATTRIBUTE])}
        elif ATTRIBUTE in given:
            given = {**given, ATTRIBUTE: None}
        assign(queue, given, now)

    Queue.redrive_allow_policy = None  # type: ignore[attr-defined]
    replace(Queue, "BASE_ATTRIBUTES", [*attributes, ATTRIBUTE])
    replace(Queue, "_setup_dlq", setup_dlq)
    replace(Queue, "_set_attributes", set_attributes)


def _check(queue: Queue, target: Queue, policy: dict[str, Any]) -> None:
    count = policy["maxReceiveCount"]
    if not 1 <= count <= MAXIMUM_RECEIVE_COUNT:
        _refuse(queue, policy, f"Invalid value for maxReceiveCount: {count}")
    if queue.fifo_queue != target.fifo_queue:
        kind = "FIFO" if queue.fifo_queue else "standard"
        _refuse(queue, policy, f"the dead-letter queue of a {kind} queue must be one itself")
    allowed = json.loads(getattr(target, "redrive_allow_policy", None) or "{}")
    permission = allowed.get("redrivePermission", "allowAll")
    is_named = queue.queue_arn in allowed.get("sourceQueueArns", [])
    if permission == "denyAll" or (permission == "byQueue" and not is_named):
        _refuse(queue, policy, f"{target.queue_arn} does not allow it by its RedriveAllowPolicy")


def _refuse(queue: Queue, policy: dict[str, Any], reason: str) -> None:
    queue.redrive_policy, queue.dead_letter_queue = None, None
    raise SQSException(
        "InvalidParameterValue",
        f"Value {json.dumps(policy)} for parameter RedrivePolicy is invalid. Reason: {reason}.",
    )


def _normalised(text: Json) -> str:
    """Return a RedriveAllowPolicy as text.

    Raises:
        SQSException: it is not one.
    """
    try:
        policy = json.loads(text) if isinstance(text, str) else dict(text)
        permission, sources = policy["redrivePermission"], policy.get("sourceQueueArns")
        is_valid = permission in ("allowAll", "denyAll") and sources is None
        if permission == "byQueue":
            is_valid = isinstance(sources, list) and 1 <= len(sources) <= MAXIMUM_SOURCES
    except (ValueError, KeyError, TypeError):
        is_valid = False
    if not is_valid:
        raise SQSException(
            "InvalidParameterValue",
            f"Value {text} for parameter RedriveAllowPolicy is invalid.",
        )
    return json.dumps(policy)
