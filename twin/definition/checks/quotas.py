"""The site fits into the quotas of SiteWise that a deployment would hit.

Numbers: https://docs.aws.amazon.com/iot-sitewise/latest/userguide/quotas.html, defaults as of
2026-11; those of an account can be raised, which a site file cannot know.
"""

from __future__ import annotations

from collections import Counter

from twin.definition.checks.assets import above, stands_in_a_circle
from twin.definition.checks.properties import properties_of
from twin.definition.checks.scope import Scope
from twin.definition.key_path import KeyPath

PROPERTIES_PER_MODEL = 500
PROPERTIES_OF_AN_ALARM = 2
HIERARCHIES_PER_MODEL = 20
CHILDREN_PER_ASSET = 2_000
DEPTH = 10


def check(scope: Scope) -> None:
    """Check counts and depths."""
    _check_properties(scope)
    _check_children(scope)
    _check_hierarchies(scope)
    _check_depth(scope)


def _check_properties(scope: Scope) -> None:
    for _, equipment, key in scope.types():
        count = len(properties_of(equipment)) + PROPERTIES_OF_AN_ALARM * len(equipment.alarms)
        _require(scope, key, "properties in one model", count, PROPERTIES_PER_MODEL)


def _check_children(scope: Scope) -> None:
    assets = scope.site.twin.assets
    children = Counter(asset.parent for asset in assets.values() if asset.parent in assets)
    for parent, count in children.items():
        key = ("twin", "assets", str(parent))
        _require(scope, key, "children of one asset", count, CHILDREN_PER_ASSET)


def _check_hierarchies(scope: Scope) -> None:
    assets = scope.site.twin.assets
    pairs = {
        (assets[asset.parent].type, asset.type)
        for asset in assets.values()
        if asset.parent in assets and asset.parent is not None
    }
    for parent_type, count in Counter(parent for parent, _ in pairs).items():
        key = ("twin", "types", parent_type)
        _require(scope, key, "types below one type", count, HIERARCHIES_PER_MODEL)


def _check_depth(scope: Scope) -> None:
    for asset_id in scope.site.twin.assets:
        levels = len(above(scope, asset_id))
        if levels == DEPTH + 1 and not stands_in_a_circle(scope, asset_id):
            key = ("twin", "assets", asset_id, "parent")
            _require(scope, key, "levels of assets", levels, DEPTH)


def _require(scope: Scope, key: KeyPath, what: str, count: int, most: int) -> None:
    if count > most:
        scope.report.add(
            "QUOTA_EXCEEDED",
            key,
            f"too many {what} for SiteWise",
            found=str(count),
            expected=f"at most {most}",
        )
