"""Add the operations on retained messages, which moto lacks, to its iot-data."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import parse_qs, unquote

from moto.iotdata.responses import IoTDataPlaneResponse

from twin_local.execution.iot.json_values import encode
from twin_local.execution.iot.retained import RetainedMessage, RetainedMessages
from twin_local.execution.iot.shadows.errors import ShadowError, invalid
from twin_local.execution.patching import extend

MAXIMUM_RESULTS = 200


def install(retained: RetainedMessages) -> None:
    """Answer GetRetainedMessage and ListRetainedMessages."""

    def get_retained_message(response: IoTDataPlaneResponse) -> str:
        topic = unquote(response.path.partition("/retainedMessage/")[2])
        found = retained.find(topic)
        if found is None:
            raise ShadowError(404, "ResourceNotFoundException", "The topic has no retained message")
        whole = {**_summary(found), "payload": base64.b64encode(found.payload).decode()}
        return encode({key: value for key, value in whole.items() if key != "payloadSize"}).decode()

    def list_retained_messages(response: IoTDataPlaneResponse) -> str:
        query = parse_qs(response.parsed_url.query)
        size = min(int(query.get("maxResults", ["20"])[0]), MAXIMUM_RESULTS)
        after = _topic_of(query.get("nextToken", [""])[0])
        page = retained.page(after=after, size=size + 1)
        answer: dict[str, Any] = {"retainedTopics": [_summary(one) for one in page[:size]]}
        if len(page) > size:
            last = page[size - 1].topic.encode()
            answer["nextToken"] = base64.urlsafe_b64encode(last).decode()
        return encode(answer).decode()

    extend(IoTDataPlaneResponse, "get_retained_message", get_retained_message)
    extend(IoTDataPlaneResponse, "list_retained_messages", list_retained_messages)


def _summary(message: RetainedMessage) -> dict[str, Any]:
    return {
        "topic": message.topic,
        "payloadSize": len(message.payload),
        "qos": message.qos,
        "lastModifiedTime": message.modified,
    }


def _topic_of(token: str) -> str:
    try:
        return base64.urlsafe_b64decode(token).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise invalid(f"{token!r} is not a nextToken of a page before") from error
