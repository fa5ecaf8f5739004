"""SiteWise's storage: exports to the cold tier and retention, every six hours."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from twin_local.execution.clock.follower import Follower, Parts
from twin_local.execution.types import Json

PLUGIN = "moto.iotsitewise.models"
"""Not loaded where the embedded AWS runs without our services."""
EVERY_S = 6 * 3_600.0


class ColdTier(Follower):
    """Lets each region's SiteWise export and forget values."""

    name = "cold_tier_files"

    def __init__(self, account: str) -> None:
        self._account = account
        self._turn: float | None = None
        self._written: dict[str, int] = {}

    def begin(self, firings: int) -> None:
        """Count from now on."""
        self._written = {}

    def next_due(self, after: float) -> float | None:
        """Return the next turn, where a region has a cold tier or an end of retention."""
        if not any(service.needs_upkeep for _, service in self._services()):
            return None
        return (after // EVERY_S + 1) * EVERY_S

    def reach(self, now: float) -> None:
        """Export and forget when a turn has begun."""
        turn = now // EVERY_S
        before, self._turn = self._turn, turn
        if before is None or turn == before:
            return
        for region, service in self._services():
            if written := service.keep_up(now):
                self._written[region] = self._written.get(region, 0) + written

    def finish(self, now: float) -> Mapping[str, Json]:
        """Tell how many files were written in which region."""
        return dict(sorted(self._written.items()))

    def _services(self) -> Iterator[tuple[str, Any]]:
        plugin = sys.modules.get(PLUGIN)
        if plugin is not None:
            backends = plugin.iotsitewise_backends[self._account]
            yield from ((region, one.service) for region, one in list(backends.items()))


def build(parts: Parts) -> Follower:
    """Return the follower that looks after SiteWise's storage."""
    return ColdTier(parts.account)
