"""SQS: messages that were kept long enough; delays and visibility are looked at when received."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from moto.sqs.models import Queue, sqs_backends

from twin_local.execution.clock.follower import Follower, Parts
from twin_local.execution.queues.receiving import drop_expired
from twin_local.execution.types import Json

LOOK_EVERY_S = 60.0


class Queues(Follower):
    """Drops messages whose retention period is over."""

    name = "expired_messages"

    def __init__(self, account: str) -> None:
        self._account = account
        self._looked_at = 0.0
        self._dropped: dict[str, int] = {}

    def begin(self, firings: int) -> None:
        """Count from now on."""
        self._dropped = {}

    def reach(self, now: float) -> None:
        """Drop what is too old, about every minute."""
        if abs(now - self._looked_at) < LOOK_EVERY_S:
            return
        self._looked_at = now
        for queue in self._queues():
            if count := drop_expired(queue, now):
                self._dropped[queue.name] = self._dropped.get(queue.name, 0) + count

    def finish(self, now: float) -> Mapping[str, Json]:
        """Tell how many messages of which queue are gone."""
        return dict(sorted(self._dropped.items()))

    def machine_jumped(self, seconds: float) -> None:
        """Keep what is left of delays and of invisibility when the machine's clock is set back."""
        if seconds >= 0:
            return
        for queue in self._queues():
            with queue._messages_lock:
                for message in queue._messages:
                    message.visible_at += seconds * 1000
                    message.delayed_until += seconds * 1000

    def _queues(self) -> Iterator[Queue]:
        for backend in list(sqs_backends[self._account].values()):
            yield from list(backend.queues.values())


def build(parts: Parts) -> Follower:
    """Return the follower that drops old messages."""
    return Queues(parts.account)
