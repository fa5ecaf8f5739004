"""Take shadow requests that come as messages: `…/shadow[/name/<name>]/get|update|delete`."""

from __future__ import annotations

import contextlib

from twin_local.execution import iot_bus
from twin_local.execution.iot.shadows.errors import ShadowError
from twin_local.execution.iot.shadows.service import ShadowService
from twin_local.execution.iot.shadows.store import ShadowKey
from twin_local.execution.iot_bus import Message, Subscription

FILTERS = ("$aws/things/+/shadow/+", "$aws/things/+/shadow/name/+/+")
OPERATIONS = ("get", "update", "delete")


def is_request(topic: str) -> bool:
    """Say whether a topic asks something of the shadow service."""
    matching = any(iot_bus.matches(one, topic) for one in FILTERS)
    return matching and topic.rpartition("/")[2] in OPERATIONS


class ShadowRequests:
    """Listens for requests; the answers are messages, too."""

    def __init__(self, service: ShadowService, *, account: str, region: str) -> None:
        self._service = service
        self._account = account
        self._region = region
        self._subscriptions: list[Subscription] = []

    def start(self) -> None:
        """Begin to listen."""
        self._subscriptions = [iot_bus.subscribe(one, self._receive) for one in FILTERS]

    def close(self) -> None:
        """Stop listening."""
        for subscription in self._subscriptions:
            subscription.close()

    def _receive(self, message: Message) -> None:
        if not is_request(message.topic):
            return
        levels = message.topic.split("/")
        name = levels[5] if levels[4] == "name" else ""
        key = ShadowKey(self._account, self._region, thing=levels[2], name=name)
        with contextlib.suppress(ShadowError):  # the refusal was published
            self._do(levels[-1], key, message.payload)

    def _do(self, operation: str, key: ShadowKey, body: bytes) -> None:
        if operation == "get":
            self._service.answer_get(key, body)
        elif operation == "update":
            self._service.update(key, body)
        else:
            self._service.delete(key, body)
