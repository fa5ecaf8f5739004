"""What ends a connection by time: silence, age, and the end of its authentication."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from twin_local.execution.iot.mqtt.link import Link
from twin_local.execution.iot.mqtt.permissions import Lifetime


class Timers:
    """Ends a link that is silent, too old, or no longer authenticated."""

    def __init__(self, link: Link, keep_alive: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._link = link
        self._keep_alive = keep_alive
        self._heard = self._loop.time()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._renewing: asyncio.Task[None] | None = None
        self._watch()

    def heard(self) -> None:
        """Note that the client said something."""
        self._heard = self._loop.time()

    def limit(self, lifetime: Lifetime | None, longest: float | None) -> None:
        """End or renew the link after a time."""
        if longest is not None:
            self._after("age", longest, lambda: self._link.end("WEBSOCKET_TTL_EXPIRATION"))
        if lifetime is not None:
            ends = lifetime.ends_after
            self._after("end", ends, lambda: self._link.end("CUSTOMAUTH_TTL_EXPIRATION"))
            self._after("renewal", lifetime.renews_after, lambda: self._begin_renewal(lifetime))

    def cancel(self) -> None:
        """End nothing any more."""
        for timer in self._timers.values():
            timer.cancel()
        if self._renewing is not None:
            self._renewing.cancel()

    def _after(self, name: str, seconds: float, action: Callable[[], None]) -> None:
        self._timers[name] = self._loop.call_later(seconds, action)

    def _watch(self) -> None:
        left = self._heard + self._keep_alive - self._loop.time()
        if left <= 0:
            self._link.end("MQTT_KEEP_ALIVE_TIMEOUT")
        else:
            self._after("silence", left, self._watch)

    def _begin_renewal(self, lifetime: Lifetime) -> None:
        self._renewing = self._loop.create_task(self._renew(lifetime))

    async def _renew(self, lifetime: Lifetime) -> None:
        authority = await asyncio.to_thread(lifetime.renew)
        if authority is None:
            self._link.end("AUTH_ERROR")
            return
        self._link.permissions.renew(authority)
        self._after("renewal", lifetime.renews_after, lambda: self._begin_renewal(lifetime))
