"""Retries with a delay: of events on their way to targets, and of asynchronous invocations."""

from __future__ import annotations

from twin_local.execution.clock.follower import Follower, Parts
from twin_local.execution.clock.stops import Stops


def build(parts: Parts) -> Follower:
    """Return the follower of all retries, which `Later` keeps in seconds of `elapsed`."""
    for later in parts.laters:
        parts.clock.listen(later.wake)

    def next_moment() -> float | None:
        dues = [due for later in parts.laters if (due := later.next_due()) is not None]
        return parts.clock.now() + min(dues) - parts.clock.elapsed() if dues else None

    return Stops("retries", next_moment)
