"""The tree of assets: types, parents, overrides and mesh nodes exist and are unambiguous."""

from __future__ import annotations

from twin.definition.checks.properties import Property
from twin.definition.checks.scope import Scope
from twin.definition.checks.values import require_type
from twin.definition.equipment import LEVELS, AssetDefinition
from twin.definition.key_path import KeyPath

_MOST_NAMED = 20
_FIRST_LEVEL_WITH_A_BODY = LEVELS.index("work_unit")


def check(scope: Scope) -> None:
    """Check every asset."""
    for asset_id, asset in scope.site.twin.assets.items():
        key: KeyPath = ("twin", "assets", asset_id)
        _check_parent(scope, asset_id, asset, key)
        if asset.type not in scope.site.twin.types:
            if not scope.report.has(("twin", "types", asset.type)):
                types = scope.site.twin.types
                scope.dangling((*key, "type"), "there is no such type", asset.type, types)
            continue
        _check_attributes(scope, asset, key)
        _check_addresses(scope, asset, key)
    _check_missing_parents(scope)
    _check_mesh_nodes(scope)


def _check_missing_parents(scope: Scope) -> None:
    """Report each parent that does not exist, with its children."""
    assets = scope.site.twin.assets
    children: dict[str, list[str]] = {}
    for asset_id, asset in assets.items():
        if asset.parent is not None and asset.parent not in assets:
            children.setdefault(asset.parent, []).append(asset_id)
    for parent, left in children.items():
        if not scope.report.has(("twin", "assets", parent)):
            key: KeyPath = ("twin", "assets", left[0], "parent")
            whose = ", ".join(left[:_MOST_NAMED]) + (" …" if len(left) > _MOST_NAMED else "")
            message = f"there is no such asset, the parent of {whose}"
            scope.dangling(key, message, parent, assets)


def _check_parent(scope: Scope, asset_id: str, asset: AssetDefinition, key: KeyPath) -> None:
    assets = scope.site.twin.assets
    if asset.parent is None:
        return
    if asset.parent not in assets:
        return  # reported once for all children
    chain = above(scope, asset_id)
    # A cycle is one mistake, told at the first of its assets.
    if len(chain) > 1 and chain[-1] == asset_id and asset_id == min(chain, key=list(assets).index):
        scope.report.add(
            "PARENT_CYCLE",
            (*key, "parent"),
            "the asset is above itself",
            found=" → ".join(chain),
            expected="a tree: at its top an asset without parent",
        )


def above(scope: Scope, asset_id: str) -> list[str]:
    """Return an asset and all above it, up to a root or to one that comes again."""
    assets = scope.site.twin.assets
    chain, seen = [asset_id], {asset_id}
    while (parent := assets[chain[-1]].parent) is not None and parent in assets:
        chain.append(parent)
        if parent in seen:
            break
        seen.add(parent)
    return chain


def stands_in_a_circle(scope: Scope, asset_id: str) -> bool:
    """Tell whether the way up from an asset never ends."""
    chain = above(scope, asset_id)
    return chain[-1] in chain[:-1]


def _check_attributes(scope: Scope, asset: AssetDefinition, key: KeyPath) -> None:
    known = _of_kinds(scope, asset.type, "attributes")
    for name, value in asset.attributes.items():
        at = (*key, "attributes", name)
        if name in known:
            require_type(scope.report, at, value, known[name].data_type)
        elif not scope.report.has(("twin", "types", asset.type, "attributes", name)):
            scope.dangling(at, f"{asset.type} has no such attribute", name, known)


def _check_addresses(scope: Scope, asset: AssetDefinition, key: KeyPath) -> None:
    commands = scope.site.twin.types[asset.type].commands
    known = [*_of_kinds(scope, asset.type, "measurements"), *commands]
    for name in asset.addresses:
        if name not in known:
            message = f"{asset.type} has no such measurement or command"
            scope.dangling((*key, "addresses", name), message, name, known)


def _of_kinds(scope: Scope, type_name: str, kind: str) -> dict[str, Property]:
    known = scope.properties[type_name]
    return {name: item for name, item in known.items() if item.kind == kind}


def _check_mesh_nodes(scope: Scope) -> None:
    first: dict[str, str] = {}
    for asset_id, asset in scope.site.twin.assets.items():
        node = asset.mesh_node or (asset_id if _has_body(scope, asset) else None)
        if node is None:
            continue
        if node in first:
            scope.report.add(
                "DUPLICATE_MESH_NODE",
                ("twin", "assets", asset_id, "mesh_node"),
                f"{first[node]} has this node",
                found=node,
                expected="a node of its own for each asset",
            )
        first.setdefault(node, asset_id)


def _has_body(scope: Scope, asset: AssetDefinition) -> bool:
    equipment = scope.site.twin.types.get(asset.type)
    return equipment is not None and LEVELS.index(equipment.level) >= _FIRST_LEVEL_WITH_A_BODY
