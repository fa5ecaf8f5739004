"""How much of each quota a site leaves free."""

from __future__ import annotations

from dataclasses import dataclass

from twin.definition.key_path import dotted
from twin.definition.quota_uses import Use, greatest_uses
from twin.definition.site import SiteDefinition


@dataclass(frozen=True)
class Headroom:
    """The greatest use of one quota; `allowed` is that of the account, or AWS's default."""

    quota: str
    unit: str
    used: float
    allowed: int
    at: str
    adjustable: str
    code: str | None
    confidence: str
    granted: bool

    @property
    def free_percent(self) -> float:
        """Return what is left, negative where the quota is exceeded."""
        return 100 * (1 - self.used / self.allowed)


def headroom(site: SiteDefinition) -> tuple[Headroom, ...]:
    """Return every quota that a site uses, the tightest first."""
    found = [_headroom(site, use) for use in greatest_uses(site) if use.count]
    return tuple(sorted(found, key=lambda one: one.free_percent))


def _headroom(site: SiteDefinition, use: Use) -> Headroom:
    quota = use.of
    return Headroom(
        quota=use.quota,
        unit=quota.unit,
        used=round(use.count, 3),
        allowed=site.quotas.get(use.quota, quota.value),
        at=dotted(use.key),
        adjustable=quota.adjustable,
        code=quota.code,
        confidence=quota.confidence,
        granted=use.quota in site.quotas,
    )
