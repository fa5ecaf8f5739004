"""Relations lead from an asset to others, under names that mean nothing else in the graph."""

from __future__ import annotations

from twin import identity
from twin.definition.checks.scope import Scope
from twin.definition.key_path import KeyPath
from twin.graph.elements import OWN_RELATIONS


def check(scope: Scope) -> None:
    """Check the relations of every asset."""
    for asset_id, asset in scope.site.twin.assets.items():
        for relation, targets in asset.relations.items():
            key: KeyPath = ("twin", "assets", asset_id, "relations", relation)
            if identity.is_entity_property(relation) or relation in OWN_RELATIONS:
                _report_name(scope, key, relation)
            for index, target in enumerate(targets):
                at = (*key, index)
                if target == asset_id or target in targets[:index]:
                    _report_target(scope, at, target, itself=target == asset_id)
                else:
                    _check_exists(scope, at, target)


def _check_exists(scope: Scope, key: KeyPath, target: str) -> None:
    assets = scope.site.twin.assets
    if target not in assets and not scope.report.has(("twin", "assets", target)):
        scope.dangling(key, "there is no such asset", target, assets)


def _report_name(scope: Scope, key: KeyPath, relation: str) -> None:
    scope.report.add(
        "BAD_NAME",
        key,
        "this name has another meaning in the twin graph",
        found=relation,
        expected="another name, such as feeds, measures or is_spare_of",
    )


def _report_target(scope: Scope, key: KeyPath, target: str, *, itself: bool) -> None:
    scope.report.add(
        "BAD_RELATION",
        key,
        "an asset has no relation to itself" if itself else "the relation is there twice",
        found=target,
        expected="each related asset once, none of them the asset itself",
    )
