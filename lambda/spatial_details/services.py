"""What the operations work with."""

from __future__ import annotations

from collections.abc import Callable

from catalogue_runtime.revision import Draft, revise_asset
from catalogue_runtime.store import CatalogueStore
from twin.catalogue.asset import Asset
from twin.catalogue.history import Author
from twin.catalogue.identity import AssetId
from twin_runtime import clients
from twin_runtime.http import Answer, Body, Request
from twin_runtime.idempotency import answer_once
from twin_runtime.settings import setting


def store() -> CatalogueStore:
    """Return the catalogue."""
    return CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))


def once(request: Request, operation: Callable[[Request], Body | Answer]) -> Answer:
    """Do a POST once for each idempotency key."""
    return answer_once(request, clients.dynamodb(), setting("CATALOG_TABLE"), operation)


def set_changed(
    catalogue: CatalogueStore,
    asset_id: AssetId,
    change: Callable[[Asset], Draft | None],
    *,
    author: Author,
) -> Asset:
    """Change a set of an asset, such as its tags, and return the asset; None changes nothing.

    Additions and removals need no revision: in any order with those of others they do the same.
    """
    try:
        return revise_asset(catalogue, asset_id, _or_nothing(change), author=author)
    except _Unchanged as unchanged:
        return unchanged.asset


class _Unchanged(Exception):
    """There is nothing to change."""

    def __init__(self, asset: Asset) -> None:
        super().__init__()
        self.asset = asset


def _or_nothing(change: Callable[[Asset], Draft | None]) -> Callable[[Asset], Draft]:
    def changed(asset: Asset) -> Draft:
        draft = change(asset)
        if draft is None:
            raise _Unchanged(asset)
        return draft

    return changed
