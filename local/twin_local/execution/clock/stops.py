"""Followers that only have an advance stop: who waits is woken by the clock itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from twin_local.execution.clock.follower import Follower
from twin_local.execution.types import Json

MAXIMUM_STOPS = 1000
"""How often one advance stops for one follower; what is due later comes when it is over."""


class Stops(Follower):
    """Stops an advance at each moment that `next_moment` names, a bounded number of times."""

    def __init__(self, name: str, next_moment: Callable[[], float | None]) -> None:
        self.name = name
        self._next_moment = next_moment
        self._asked: float | None = None
        self._count = 0

    def begin(self, firings: int) -> None:
        """Count stops from now on."""
        self._count, self._asked = 0, None

    def next_due(self, after: float) -> float | None:
        """Return the next moment, None when there were enough stops."""
        moment = self._next_moment()
        if moment is None or moment <= after or self._count >= MAXIMUM_STOPS:
            return None
        self._asked = moment
        return moment

    def reach(self, now: float) -> None:
        """Count a stop."""
        if self._asked is not None and self._asked <= now:
            self._count, self._asked = self._count + 1, None

    def finish(self, now: float) -> Mapping[str, Json]:
        """Tell when there was more than there were stops: then the order is not kept."""
        return {"in_order": MAXIMUM_STOPS} if self._count >= MAXIMUM_STOPS else {}
