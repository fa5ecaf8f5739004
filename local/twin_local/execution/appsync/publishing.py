"""Publish events: `POST /event` on the API's HTTP host, or a frame of the WebSocket.

https://docs.aws.amazon.com/appsync/latest/eventapi/publish-http.html
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from twin_local.execution.appsync.apis import EventApi
from twin_local.execution.appsync.authorization import Authorization
from twin_local.execution.appsync.channels import parse_channel
from twin_local.execution.appsync.errors import BadRequest
from twin_local.execution.appsync.hub import Hub
from twin_local.execution.signatures import SignedRequest

MAXIMUM_EVENTS = 5
MAXIMUM_EVENT_BYTES = 240 * 1024


class Publisher:
    """Checks a publication and hands its events to the hub."""

    def __init__(self, *, authorization: Authorization, hub: Hub) -> None:
        self._authorization = authorization
        self._hub = hub

    def publish(
        self, api: EventApi, body: dict[str, Any], request: SignedRequest
    ) -> dict[str, list[dict[str, Any]]]:
        """Publish and return what succeeded and what failed, by index.

        Raises:
            Unauthorized: the request may not publish on the channel.
            BadRequest: channel or events are not what they must be.
        """
        path, events = body.get("channel"), body.get("events")
        if not isinstance(path, str) or not isinstance(events, list):
            raise BadRequest("A publication has a channel and a list of events.")
        if not 1 <= len(events) <= MAXIMUM_EVENTS:
            raise BadRequest(f"A publication has 1 to {MAXIMUM_EVENTS} events, not {len(events)}.")
        channel = parse_channel(path)
        self._authorization.require(api, "publish", request, namespace=channel[0])
        outcomes = [(index, event, _fault(event)) for index, event in enumerate(events)]
        good = [event for _, event, fault in outcomes if fault is None]
        self._hub.publish(api.host, channel, good)
        return {
            "failed": [
                {**_identified(index), "code": 400, "message": fault}
                for index, _, fault in outcomes
                if fault is not None
            ],
            "successful": [_identified(index) for index, _, fault in outcomes if fault is None],
        }


def read_body(parts: Iterable[bytes]) -> dict[str, Any]:
    """Return the JSON object of a request.

    Raises:
        BadRequest: it is none.
    """
    try:
        body = json.loads(b"".join(parts))
    except ValueError as error:
        raise BadRequest("The request body is not valid JSON.") from error
    if not isinstance(body, dict):
        raise BadRequest("The request body is not a JSON object.")
    return body


def _fault(event: Any) -> str | None:
    """Say what is wrong with an event, None when it is a text of valid JSON."""
    if not isinstance(event, str):
        return "An event is a text of valid JSON."
    if len(event.encode()) > MAXIMUM_EVENT_BYTES:
        return f"An event has at most {MAXIMUM_EVENT_BYTES} bytes."
    try:
        json.loads(event)
    except ValueError:
        return "An event is a text of valid JSON."
    return None


def _identified(index: int) -> dict[str, Any]:
    return {"identifier": str(uuid.uuid4()), "index": index}
