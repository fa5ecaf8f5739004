"""The subscriptions of all connections, and the delivery of what is published."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from websockets.asyncio.server import ServerConnection, broadcast

from twin_local.execution.appsync import frames
from twin_local.execution.appsync.channels import Channel, covers
from twin_local.execution.appsync.errors import BadRequest, DuplicatedOperation, UnknownOperation

MAXIMUM_SUBSCRIPTIONS = 100
"""Subscriptions of one connection (AWS AppSync quotas)."""


@dataclass(eq=False)
class Subscriber:
    """One connection to one API with its subscriptions by id."""

    connection: ServerConnection
    host: str
    patterns: dict[str, Channel] = field(default_factory=dict)

    def subscribe(self, identifier: str, pattern: Channel) -> None:
        """Add a subscription.

        Raises:
            DuplicatedOperation: its id is in use.
            BadRequest: there are too many.
        """
        if identifier in self.patterns:
            raise DuplicatedOperation(f"Duplicated operation id {identifier}")
        if len(self.patterns) >= MAXIMUM_SUBSCRIPTIONS:
            raise BadRequest(f"A connection has at most {MAXIMUM_SUBSCRIPTIONS} subscriptions")
        self.patterns[identifier] = pattern

    def unsubscribe(self, identifier: str) -> None:
        """Remove a subscription.

        Raises:
            UnknownOperation: there is none of this id.
        """
        if self.patterns.pop(identifier, None) is None:
            raise UnknownOperation(f"Unknown operation id {identifier}")


class Hub:
    """Delivers in the order of publication; all but `publish` runs in the event loop."""

    def __init__(self) -> None:
        self._subscribers: set[Subscriber] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to deliver in a loop."""
        self._loop = loop

    def detach(self) -> None:
        """Deliver no more."""
        self._loop = None

    def add(self, subscriber: Subscriber) -> None:
        """Know a connection."""
        self._subscribers.add(subscriber)

    def remove(self, subscriber: Subscriber) -> None:
        """Forget a connection."""
        self._subscribers.discard(subscriber)

    def publish(self, host: str, channel: Channel, events: Sequence[str]) -> None:
        """Hand events to whoever subscribed by now; callable from any thread."""
        if (loop := self._loop) is not None:
            loop.call_soon_threadsafe(self._deliver, host, channel, tuple(events))

    def _deliver(self, host: str, channel: Channel, events: Sequence[str]) -> None:
        for subscriber in self._subscribers:
            if subscriber.host != host:
                continue
            for identifier, pattern in subscriber.patterns.items():
                if covers(pattern, channel):
                    for event in events:
                        # Never waits: a reader that is too slow fails its ping and is dropped.
                        broadcast([subscriber.connection], frames.data(identifier, event))
