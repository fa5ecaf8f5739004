"""The frames of the WebSocket protocol as JSON texts."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from typing import Any

from twin_local.execution.appsync.errors import BadRequest, EventsError

SUBPROTOCOL = "aws-appsync-event-ws"
HEADER_PREFIX = "header-"
KEEP_ALIVE = json.dumps({"type": "ka"})


def read_frame(text: str | bytes) -> dict[str, Any]:
    """Return a client's frame.

    Raises:
        BadRequest: it is no JSON object with a type.
    """
    try:
        frame = json.loads(text)
    except ValueError as error:
        raise BadRequest("The message is not valid JSON.") from error
    if not isinstance(frame, dict) or not isinstance(frame.get("type"), str):
        raise BadRequest("The message has no type.")
    return frame


def read_headers(offered: Iterable[str]) -> dict[str, str]:
    """Return the authorization headers among the sub-protocols that a client offers.

    Raises:
        BadRequest: there are none, or they are not base64url of a JSON object.
    """
    encoded = next((one for one in offered if one.startswith(HEADER_PREFIX)), None)
    if encoded is None:
        raise BadRequest("The connection has no authorization headers.")
    text = encoded.removeprefix(HEADER_PREFIX)
    try:
        headers = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error) as error:
        raise BadRequest("The authorization headers cannot be read.") from error
    return header_texts(headers)


def header_texts(headers: Any) -> dict[str, str]:
    """Return headers of which every value is a text.

    Raises:
        BadRequest: they are none.
    """
    if not isinstance(headers, dict) or not all(isinstance(one, str) for one in headers.values()):
        raise BadRequest("The authorization headers are not an object of texts.")
    return headers


def answer(kind: str, identifier: object = None, **members: object) -> str:
    """Return a frame of the service."""
    named = {} if identifier is None else {"id": identifier}
    return json.dumps({"type": kind, **named, **members})


def refusal(kind: str, error: EventsError, identifier: object = None) -> str:
    """Return a frame that says why something is refused."""
    return answer(kind, identifier, errors=[error.to_dict()])


def data(identifier: str, event: str) -> str:
    """Return the frame that brings one event to one subscription."""
    return answer("data", identifier, event=[event])


def published(outcome: Mapping[str, object], identifier: object) -> str:
    """Return the frame that answers a publication over the WebSocket."""
    return answer("publish_success", identifier, **outcome)
