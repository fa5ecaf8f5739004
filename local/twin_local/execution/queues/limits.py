"""How large messages and batches may be, and the ranges of a queue's attributes.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from moto.sqs.exceptions import (
    BatchRequestTooLong,
    InvalidAttributeValue,
    InvalidParameterValue,
    MissingParameter,
    SQSException,
    TooManyEntriesInBatchRequest,
)
from moto.sqs.responses import SQSResponse

from twin_local.execution.patching import before

LARGEST_BATCH_BYTES = 1024 * 1024
MAXIMUM_ENTRIES = 10
MAXIMUM_ATTRIBUTES = 10
RANGES = {
    "DelaySeconds": (0, 900),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
    "MaximumMessageSize": (1024, LARGEST_BATCH_BYTES),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a message may not contain."""


def install() -> None:
    """Check requests before moto takes them."""
    before(SQSResponse, "create_queue", _check_queue_attributes)
    before(SQSResponse, "set_queue_attributes", _check_queue_attributes)
    before(SQSResponse, "send_message", _check_message)
    before(SQSResponse, "send_message_batch", _check_batch)
    before(SQSResponse, "delete_message_batch", _check_number)
    before(SQSResponse, "change_message_visibility_batch", _check_number)


def _check_queue_attributes(response: SQSResponse) -> None:
    for name, value in (response._get_param("Attributes") or {}).items():
        if name not in RANGES or value in (None, ""):
            continue
        low, high = RANGES[name]
        if not str(value).isdecimal() or not low <= int(value) <= high:
            raise InvalidAttributeValue(name)


def _check_message(response: SQSResponse) -> None:
    limit = _limit(response)
    message = {name: response._get_param(name) for name in ("MessageBody", "MessageAttributes")}
    _check_contents(message)
    if _size(message) > limit:
        reason = f"Message must be shorter than {limit} bytes."
        raise InvalidParameterValue(f"One or more parameters are invalid. Reason: {reason}")


def _check_batch(response: SQSResponse) -> None:
    _check_number(response)
    entries = response._get_param("Entries") or []
    for entry in entries:
        _check_contents(entry)
    size = sum(_size(entry) for entry in entries)
    if size > LARGEST_BATCH_BYTES:
        raise BatchRequestTooLong(size)


def _check_number(response: SQSResponse) -> None:
    entries = response._get_param("Entries") or []
    if len(entries) > MAXIMUM_ENTRIES:
        raise TooManyEntriesInBatchRequest(len(entries))


def _check_contents(message: Mapping[str, Any]) -> None:
    if not message.get("MessageBody"):
        raise MissingParameter("MessageBody")
    if NOT_XML.search(message["MessageBody"]):
        raise SQSException(
            "InvalidMessageContents",
            "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD |"
            " #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
        )
    number = len(message.get("MessageAttributes") or {})
    if number > MAXIMUM_ATTRIBUTES:
        raise InvalidParameterValue(
            f"Number of message attributes [{number}] exceeds the allowed maximum"
            f" [{MAXIMUM_ATTRIBUTES}]."
        )


def _limit(response: SQSResponse) -> int:
    queue: Any = response.sqs_backend.get_queue(response._get_queue_name())
    return int(queue.maximum_message_size)


def _size(message: Mapping[str, Any]) -> int:
    """Return the bytes of a body and of the names, types and values of its attributes."""
    size = len(str(message["MessageBody"]).encode())
    for name, attribute in (message.get("MessageAttributes") or {}).items():
        value = attribute.get("StringValue") or attribute.get("BinaryValue") or ""
        for part in (name, attribute.get("DataType", ""), value):
            size += len(part if isinstance(part, bytes) else str(part).encode())
    return size
