"""How many assets of a database have a tag, counted in the transaction that changes the asset.

Keys: `tags#<db>` / `tag#<tag>#<shard>`, with the number in `assets`. A tag is counted in several
items, chosen by the asset, so that assets with one tag in common can be written at once. Deleted
assets are not counted.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator

from catalogue_runtime import keys
from catalogue_runtime.pages import partition_items
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import Write, add
from twin.catalogue.asset import Asset
from twin.catalogue.identity import AssetId

SHARDS = 8
TAG, SHARD = "tag#", "#"
"""Around a tag; it may have such signs too, so a key is read from both of its ends."""


def tag_writes(before: Asset | None, after: Asset | None) -> Iterator[Write]:
    """Yield the writes that count an asset as it becomes; None is no asset."""
    old, new = _counted(before), _counted(after)
    asset = after or before
    if asset is None:
        return
    for tag in sorted(old ^ new):
        yield add(_key(asset.asset_id, tag), "assets", 1 if tag in new else -1)


def tag_counts(store: CatalogueStore, database_id: str) -> Counter[str]:
    """Return the tags in use with the number of assets that have them."""
    counts: Counter[str] = Counter()
    items = partition_items(store, _partition(database_id), TAG, attributes=("sk", "assets"))
    for item in items:
        counts[item["sk"]["S"].removeprefix(TAG).rpartition(SHARD)[0]] += int(item["assets"]["N"])
    return +counts


def _counted(asset: Asset | None) -> set[str]:
    return set() if asset is None or asset.is_deleted else set(asset.tags)


def _key(asset_id: AssetId, tag: str) -> keys.Key:
    shard = zlib.crc32(asset_id.asset_key.encode()) % SHARDS
    return keys.key(_partition(asset_id.database_id), f"{TAG}{tag}{SHARD}{shard}")


def _partition(database_id: str) -> str:
    return f"tags#{database_id}"
