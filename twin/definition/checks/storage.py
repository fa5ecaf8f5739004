"""What `storage` asks for is what SiteWise can do."""

from __future__ import annotations

from twin.definition.checks.scope import Scope


def check(scope: Scope) -> None:
    """Check that tiers go together, and that the site has values to store."""
    storage = scope.site.storage
    if storage is None:
        return
    if not scope.site.features.iot:
        scope.report.add(
            "FEATURE_NEEDS",
            ("storage",),
            "it is about the values of iot, which is switched off",
            found="storage",
            expected="no storage, or the feature iot",
        )
    if storage.warm_days is not None and not (storage.warm and storage.cold):
        scope.report.add(
            "STORAGE_INVALID",
            ("storage", "warm_days"),
            "the warm tier gives values up only where the cold tier has them",
            found=f"warm: {storage.warm}, cold: {storage.cold}",
            expected="warm: true and cold: true, or no warm_days",
        )
    is_written = scope.report.has(("storage", "hot_days"))  # right or wrong
    if not is_written and not storage.warm and not storage.cold:
        scope.report.add(
            "STORAGE_INVALID",
            ("storage",),
            "it asks for nothing",
            found="no hot_days, warm or cold",
            expected="one of them, or no storage",
        )
