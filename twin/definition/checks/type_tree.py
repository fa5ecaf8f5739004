"""No type stands below itself: CloudFormation creates a model after those below it."""

from __future__ import annotations

from twin.definition.checks.assets import stands_in_a_circle
from twin.definition.checks.scope import Scope
from twin.definition.key_path import KeyPath


def check(scope: Scope) -> None:
    """Check which types the tree of assets puts below which."""
    below: dict[str, dict[str, KeyPath]] = {}
    assets = scope.site.twin.assets
    for asset_id, asset in assets.items():
        parent = assets.get(asset.parent) if asset.parent else None
        if parent is not None and not stands_in_a_circle(scope, asset_id):
            key: KeyPath = ("twin", "assets", asset_id, "parent")
            below.setdefault(parent.type, {}).setdefault(asset.type, key)
            way = _way(below, asset.type, parent.type)
            if way and below[parent.type][asset.type] == key:
                _report(scope, key, [parent.type, *way])


def _way(below: dict[str, dict[str, KeyPath]], start: str, end: str) -> list[str]:
    """Return the types on the way down from one to another, empty where there is none."""
    waiting, seen = [[start]], {start}
    while waiting:
        way = waiting.pop(0)
        if way[-1] == end:
            return way
        for child in below.get(way[-1], {}):
            if child not in seen:
                seen.add(child)
                waiting.append([*way, child])
    return []


def _report(scope: Scope, key: KeyPath, types: list[str]) -> None:
    scope.report.add(
        "TYPE_CYCLE",
        key,
        "a type stands below itself; its model could never be created",
        found=" → ".join(types),
        expected=f"another type for one of the levels, such as one named {types[0]}_group",
    )
