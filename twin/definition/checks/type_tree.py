"""No type stands below itself: CloudFormation creates a model after those below it."""

from __future__ import annotations

from collections.abc import Iterator

from twin.definition.checks.assets import stands_in_a_circle
from twin.definition.checks.scope import Scope
from twin.definition.key_path import KeyPath
from twin.definition.properties import ChildVariable


def check(scope: Scope) -> None:
    """Check which types the tree of assets and the variables of metrics put below which."""
    below: dict[str, set[str]] = {}
    for above, child, key in (*_of_assets(scope), *_of_variables(scope)):
        if child in below.get(above, ()):
            continue
        below.setdefault(above, set()).add(child)
        way = _way(below, child, above)
        if way:
            _report(scope, key, [above, *way])


def _of_assets(scope: Scope) -> Iterator[tuple[str, str, KeyPath]]:
    assets = scope.site.twin.assets
    for asset_id, asset in assets.items():
        parent = assets.get(asset.parent) if asset.parent else None
        if parent is not None and not stands_in_a_circle(scope, asset_id):
            yield parent.type, asset.type, ("twin", "assets", asset_id, "parent")


def _of_variables(scope: Scope) -> Iterator[tuple[str, str, KeyPath]]:
    for type_name, equipment, key in scope.types():
        for metric_name, metric in equipment.metrics.items():
            for variable, one in metric.variables.items():
                if isinstance(one, ChildVariable) and one.child in scope.site.twin.types:
                    at = (*key, "metrics", metric_name, "variables", variable, "child")
                    yield type_name, one.child, at


def _way(below: dict[str, set[str]], start: str, end: str) -> list[str]:
    """Return the types on the way down from one to another, empty where there is none."""
    waiting, seen = [[start]], {start}
    while waiting:
        way = waiting.pop(0)
        if way[-1] == end:
            return way
        for child in sorted(below.get(way[-1], ())):
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
