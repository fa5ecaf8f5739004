"""Assets that were renamed keep one identity each, which no other asset has."""

from __future__ import annotations

from twin.definition.checks.scope import Scope
from twin.definition.key_path import KeyPath


def check(scope: Scope) -> None:
    """Check from which ids assets were renamed."""
    assets = scope.site.twin.assets
    first: dict[str, str] = {}
    for asset_id, asset in assets.items():
        before = asset.renamed_from
        if before is None:
            continue
        key: KeyPath = ("twin", "assets", asset_id, "renamed_from")
        if before in assets:
            whose = "its id now" if before == asset_id else f"the id of another asset, {before}"
            _report(scope, key, before, f"this is {whose}")
        elif before in first:
            _report(scope, key, before, f"{first[before]} was renamed from it")
        first.setdefault(before, asset_id)


def _report(scope: Scope, key: KeyPath, before: str, message: str) -> None:
    scope.report.add(
        "DUPLICATE_IDENTITY",
        key,
        message,
        found=before,
        expected="an id that no asset has now and that no other was renamed from",
    )
