"""Assets and the tree that they stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from twin.definition.key_path import KeyPath
from twin.definition.quota_uses.use import Use
from twin.definition.site import SiteDefinition
from twin.quota import quota


def measure(site: SiteDefinition) -> Iterator[Use]:
    """Yield numbers of assets and entities, of children and of levels."""
    assets = site.twin.assets
    yield Use("assets", len(assets), ("twin", "assets"))
    yield Use("twinmaker_entities", len(assets), ("twin", "assets"))
    for name, count in Counter(asset.type for asset in assets.values()).items():
        yield Use("assets_per_model", count, ("twin", "types", name))
    for parent, count in Counter(asset.parent for asset in assets.values()).items():
        if parent in assets:
            key: KeyPath = ("twin", "assets", str(parent))
            yield Use("children_per_asset", count, key)
            yield Use("twinmaker_children_per_entity", count, key)
    yield from _levels(site)


def _levels(site: SiteDefinition) -> Iterator[Use]:
    """Yield the levels above each leaf; of one branch that is too deep, the first level too many.

    All that stands below it is too deep for the same reason.
    """
    most = site.quotas.get("hierarchy_depth", quota("hierarchy_depth"))
    parents = {asset.parent for asset in site.twin.assets.values()}
    for asset_id in site.twin.assets:
        levels = _levels_of(site, asset_id)
        is_first_too_many = levels == most + 1
        is_leaf = asset_id not in parents
        if levels is not None and (is_first_too_many or (is_leaf and levels <= most)):
            yield Use("hierarchy_depth", levels, ("twin", "assets", asset_id, "parent"))


def _levels_of(site: SiteDefinition, asset_id: str) -> int | None:
    """Return how many assets stand on the way to the top, None where the way never ends."""
    seen = {asset_id}
    above = site.twin.assets[asset_id].parent
    while above is not None and above in site.twin.assets:
        if above in seen:
            return None
        seen.add(above)
        above = site.twin.assets[above].parent
    return len(seen)
