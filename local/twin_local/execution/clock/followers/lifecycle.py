"""S3 Lifecycle, which ends objects, versions and uploads at midnight (UTC)."""

from __future__ import annotations

from collections.abc import Mapping

from twin_local.execution.clock.follower import Follower, Parts
from twin_local.execution.object_store.lifecycle import DAY_S, Lifecycle
from twin_local.execution.types import Json


class LifecycleRules(Follower):
    """Applies lifecycle rules once a day."""

    name = "expired_objects"

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle = lifecycle
        self._day = 0
        self._ended: dict[str, int] = {}

    def begin(self, firings: int) -> None:
        """Count from now on."""
        self._ended = {}

    def next_due(self, after: float) -> float | None:
        """Return the next midnight, where there are rules."""
        return (after // DAY_S + 1) * DAY_S if self._lifecycle.is_needed else None

    def reach(self, now: float) -> None:
        """Apply the rules when a day has begun."""
        day = int(now // DAY_S)
        if day == self._day:
            return
        self._day = day
        for bucket, count in self._lifecycle.apply(now).items():
            self._ended[bucket] = self._ended.get(bucket, 0) + count

    def finish(self, now: float) -> Mapping[str, Json]:
        """Tell how much ended in which bucket."""
        return dict(sorted(self._ended.items()))


def build(parts: Parts) -> Follower:
    """Return the follower that applies lifecycle rules."""
    clock = parts.clock
    return LifecycleRules(
        Lifecycle(account=parts.account, clocked=clock.at, machine_now=clock.machine_now)
    )
