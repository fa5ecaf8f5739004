"""DynamoDB's time to live."""

from __future__ import annotations

from collections.abc import Mapping

from twin_local.execution.clock.follower import Follower, Parts
from twin_local.execution.tables.expiry import Expiry
from twin_local.execution.types import Json

LOOK_EVERY_S = 60.0
"""How often tables are looked at while the clock is not moved (DynamoDB: within a few days)."""


class ExpiringItems(Follower):
    """Deletes items when their time to live is over."""

    name = "expired_items"

    def __init__(self, expiry: Expiry) -> None:
        self._expiry = expiry
        self._looked_at = 0.0
        self._next_due: float | None = None
        self._deleted: dict[str, int] = {}

    def begin(self, firings: int) -> None:
        """Note which items there are: they count from before the advance."""
        self._look(self._looked_at)
        self._deleted = {}

    def next_due(self, after: float) -> float | None:
        """Return when the next item expires."""
        return self._next_due if self._next_due and self._next_due > after else None

    def reach(self, now: float) -> None:
        """Delete what has expired."""
        is_due = self._next_due is not None and self._next_due <= now
        if is_due or abs(now - self._looked_at) >= LOOK_EVERY_S:
            self._look(now)

    def finish(self, now: float) -> Mapping[str, Json]:
        """Tell how many items of which table are gone."""
        return dict(sorted(self._deleted.items()))

    def _look(self, now: float) -> None:
        self._looked_at = now
        deleted, self._next_due = self._expiry.look(now)
        for table, count in deleted.items():
            self._deleted[table] = self._deleted.get(table, 0) + count


def build(parts: Parts) -> Follower:
    """Return the follower that deletes expired items."""
    expiry = Expiry(account=parts.account, offset_s=lambda: parts.clock.offset_s)
    expiry.install()
    return ExpiringItems(expiry)
