"""The tree of assets: who is associated with whom."""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.store import Json


def parent_of(registry: Registry, asset_id: str) -> Json | None:
    """Return the asset that an asset is below, None for one at the top."""
    parent = registry.asset_index.parent(asset_id)
    return registry.asset(parent) if parent else None


def line_to_root(registry: Registry, asset_id: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of parent and child ids, from an asset up to the top."""
    while parent := parent_of(registry, asset_id):
        yield parent["assetId"], asset_id
        asset_id = parent["assetId"]
