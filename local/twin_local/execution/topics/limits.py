"""How large what is published may be: in bytes, with its attributes, and together in a batch.

https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
"""

from __future__ import annotations

from typing import Any

from moto.sns.exceptions import InvalidParameterValue, SNSException
from moto.sns.models import SNSBackend

from twin_local.execution.patching import before

LARGEST_BYTES = 256 * 1024
"""Of one message, and of all messages of one batch."""


class BatchRequestTooLong(SNSException):
    """The messages of a batch are too large together."""

    code = "BatchRequestTooLong"
    message = "The length of all the batch messages put together is more than the limit."


def install() -> None:
    """Check messages before moto takes them."""
    before(SNSBackend, "publish", _check_message)
    before(SNSBackend, "publish_batch", _check_batch)


def _check_message(backend: SNSBackend, message: str, *_: Any, **rest: Any) -> None:
    if not message:
        raise InvalidParameterValue("Invalid parameter: Empty message")
    if _size(message, rest.get("message_attributes")) > LARGEST_BYTES:
        raise InvalidParameterValue("Invalid parameter: Message too long")


def _check_batch(
    backend: SNSBackend, topic_arn: str, publish_batch_request_entries: list[dict[str, Any]]
) -> None:
    entries = publish_batch_request_entries
    if sum(_size(one["Message"], one.get("MessageAttributes")) for one in entries) > LARGEST_BYTES:
        raise BatchRequestTooLong


def _size(message: str, attributes: dict[str, Any] | None) -> int:
    size = len(message.encode())
    for name, attribute in (attributes or {}).items():
        for part in (name, attribute.get("Type", ""), attribute.get("Value", "")):
            size += len(part if isinstance(part, bytes) else str(part).encode())
    return size
