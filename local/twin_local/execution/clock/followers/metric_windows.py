"""SiteWise's metrics: windows with values close when the clock passes their end.

Values keep the time of their source. A window that closes early is computed again when more values
arrive in it, as any late value has it computed again.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from twin_local.execution.clock.follower import Follower, Parts
from twin_local.execution.types import Json

PLUGIN = "moto.iotsitewise.models"
"""Not loaded where the embedded AWS runs without our services."""


class MetricWindows(Follower):
    """Closes the windows that an advance has passed."""

    name = "metric_windows"

    def __init__(self, account: str) -> None:
        self._account = account

    def finish(self, now: float) -> Mapping[str, Json]:
        """Compute what is complete by the clock, and tell how many windows of which region."""
        plugin = sys.modules.get(PLUGIN)
        if plugin is None:
            return {}
        backends = plugin.iotsitewise_backends[self._account]
        closed = {region: one.service.tick(until=now) for region, one in list(backends.items())}
        return {region: count for region, count in closed.items() if count}


def build(parts: Parts) -> Follower:
    """Return the follower that closes windows."""
    return MetricWindows(parts.account)
