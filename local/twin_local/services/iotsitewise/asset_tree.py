"""The tree of assets: who is associated with whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.store import Json


def children_of(asset: Json, hierarchy_id: str | None = None) -> Iterator[str]:
    """Yield the ids of child assets, of one hierarchy or of all."""
    for link in asset["children"]:
        if hierarchy_id in (None, link["hierarchyId"]):
            yield link["assetId"]


def parent_of(registry: Registry, asset_id: str) -> Json | None:
    """Return the asset that an asset is below, None for one at the top."""
    return next(_parents(registry.assets.values(), asset_id), None)


def line_to_root(registry: Registry, asset_id: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of parent and child ids, from an asset up to the top."""
    while parent := parent_of(registry, asset_id):
        yield parent["assetId"], asset_id
        asset_id = parent["assetId"]


def _parents(assets: Iterable[Json], asset_id: str) -> Iterator[Json]:
    for one in assets:
        if asset_id in children_of(one):
            yield one
