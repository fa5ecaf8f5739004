"""Whether a subscription still lives, which is not whether values change.

A steady plant sends nothing for hours. Every answer to a publish request counts as a sign, empty
keep-alives too; where there was none for a while, the server is asked about the subscription.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from asyncua import ua
from asyncua.client.client import Client
from asyncua.common.subscription import Subscription
from asyncua.ua.uaerrors import UaError


class PlcLost(ConnectionError):
    """The PLC does not answer, or no longer knows the subscription."""


class Pulse(Protocol):
    """What a subscription tells of itself."""

    def last_answer(self) -> float | None:
        """Return when the server last answered a publish request, on the steady clock."""
        ...

    async def is_known(self) -> bool:
        """Ask the server whether it still has the subscription; raise where it does not answer."""
        ...


@dataclass
class SubscriptionPulse:
    """The pulse of an OPC UA subscription."""

    client: Client
    subscription: Subscription

    def last_answer(self) -> float | None:
        """Return when the last data or keep-alive came."""
        return self.subscription.last_publish_at

    async def is_known(self) -> bool:
        """Ask for what is so already, publishing: the cheapest question about a subscription."""
        ids = [self.subscription.subscription_id]
        wanted = ua.SetPublishingModeParameters(PublishingEnabled=True, SubscriptionIds=ids)
        results = await self.client.uaclient.session.set_publishing_mode(wanted)
        return all(status.is_good() for status in results)


class Liveness:
    """Raises `PlcLost` when the subscription is dead."""

    def __init__(
        self, pulse: Pulse, silence: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._pulse = pulse
        self._silence = silence
        self._clock = clock
        self._sure_at = clock()

    async def check(self) -> None:
        """Do nothing while there are signs of life; else ask, at most once per `silence`."""
        self._sure_at = max(self._sure_at, self._pulse.last_answer() or 0.0)
        if self._clock() - self._sure_at <= self._silence:
            return
        try:
            known = await self._pulse.is_known()
        except (OSError, TimeoutError, UaError) as error:
            raise PlcLost(f"the PLC does not answer: {error!r}") from error
        if not known:
            raise PlcLost("the PLC no longer knows the subscription")
        self._sure_at = self._clock()
