"""Every asset of the catalogue, without its history: what an index from nothing is made of."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from catalogue_runtime import keys
from catalogue_runtime.assets import asset_page
from catalogue_runtime.databases import database_page
from catalogue_runtime.pages import partition_items
from catalogue_runtime.store import CatalogueStore
from twin.catalogue.asset import Asset
from twin.catalogue.identity import AssetId
from twin.catalogue.search.document import SearchDocument

PAGE = 1_000
"""DynamoDB ends a page at 1 MB anyway."""

CONNECTIONS = 10
"""The files of so many assets are read at a time: the connections that a client keeps."""


def walk(store: CatalogueStore) -> Iterator[SearchDocument]:
    """Yield every asset, deleted ones too, with the paths of its files; by queries only."""
    with ThreadPoolExecutor(CONNECTIONS) as readers:
        for database_id in _databases(store):
            for deleted in (False, True):
                for assets in _assets(store, database_id, deleted=deleted):
                    paths = readers.map(lambda asset: _paths(store, asset.asset_id), assets)
                    yield from map(SearchDocument, assets, paths)


def _databases(store: CatalogueStore) -> Iterator[str]:
    token: str | None = None
    while True:
        page = database_page(store, limit=PAGE, token=token)
        yield from (database.database_id for database in page.databases)
        token = page.next_token
        if token is None:
            return


def _assets(
    store: CatalogueStore, database_id: str, *, deleted: bool
) -> Iterator[tuple[Asset, ...]]:
    token: str | None = None
    while True:
        page = asset_page(store, database_id, deleted=deleted, limit=PAGE, token=token)
        yield page.assets
        token = page.next_token
        if token is None:
            return


def _paths(store: CatalogueStore, asset_id: AssetId) -> tuple[str, ...]:
    items = partition_items(store, keys.asset_partition(asset_id), keys.FILE, attributes=("sk",))
    return tuple(item["sk"]["S"].removeprefix(keys.FILE) for item in items)
