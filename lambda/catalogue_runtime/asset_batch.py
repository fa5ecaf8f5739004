"""Many assets by few reads."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from typing import Any

from catalogue_runtime import keys
from catalogue_runtime.store import CatalogueStore
from twin.catalogue.asset import Asset
from twin.catalogue.identity import AssetId
from twin.catalogue.records import asset_of
from twin_runtime.errors import TableBusy

MAXIMUM_KEYS = 100
"""https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html"""

ATTEMPTS = 6


def find_assets(store: CatalogueStore, asset_ids: Iterable[AssetId]) -> dict[AssetId, Asset]:
    """Return the assets that are there, deleted ones too, by their ids.

    Raises:
        TableBusy: the table left some unread, again and again.
    """
    wanted = sorted(set(asset_ids))
    found = {}
    for start in range(0, len(wanted), MAXIMUM_KEYS):
        for item in _items(store, [keys.asset_key(one) for one in wanted[start:][:MAXIMUM_KEYS]]):
            asset = asset_of(json.loads(item["record"]["S"]))
            found[asset.asset_id] = asset
    return found


def _items(store: CatalogueStore, wanted: list[keys.Key]) -> Iterator[Any]:
    left: Any = wanted
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(0.05 * 2**attempt)
        asked: Any = {store.table: {"Keys": left, "ConsistentRead": True}}
        answer = store.client.batch_get_item(RequestItems=asked)
        yield from answer["Responses"].get(store.table, [])
        unprocessed: Any = answer["UnprocessedKeys"]
        left = unprocessed.get(store.table, {}).get("Keys", [])
        if not left:
            return
    raise TableBusy(
        "the catalogue is busy; try again", found=f"{len(left)} items unread", where=store.table
    )
