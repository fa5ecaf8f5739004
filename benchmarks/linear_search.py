"""Search by looking at every document: what the index is compared with, and must agree with."""

from __future__ import annotations

from collections.abc import Iterable

from twin.catalogue.identity import AssetId
from twin.catalogue.search.document import SearchDocument
from twin.catalogue.search.engine import Hit, Position
from twin.catalogue.search.matching import fulfils, tier_of
from twin.catalogue.search.positions import position_of
from twin.catalogue.search.query import SearchQuery


class LinearEngine:
    """Documents in a dictionary."""

    def __init__(self) -> None:
        self._documents: dict[AssetId, SearchDocument] = {}

    def find(self, query: SearchQuery, *, after: Position | None, count: int) -> list[Hit]:
        """Return the first hits beyond a position, at most `count`."""
        hits = [hit for one in self._documents.values() if (hit := _hit(one, query))]
        hits.sort(key=lambda hit: hit.position, reverse=query.order == "updated")
        if after is not None:
            is_beyond = after.__gt__ if query.order == "updated" else after.__lt__
            hits = [hit for hit in hits if is_beyond(hit.position)]
        return hits[:count]

    def document(self, asset_id: AssetId) -> SearchDocument | None:
        """Return what is known of an asset."""
        return self._documents.get(asset_id)

    def apply(self, documents: Iterable[SearchDocument], removed: Iterable[AssetId]) -> None:
        """Take new and changed documents, forget removed ones."""
        for asset_id in removed:
            self._documents.pop(asset_id, None)
        self._documents.update({one.asset.asset_id: one for one in documents})


def _hit(document: SearchDocument, query: SearchQuery) -> Hit | None:
    if not fulfils(document, query):
        return None
    tier = tier_of(document, query) if query.terms else None
    if query.terms and tier is None:
        return None
    shown = tier if query.order == "relevance" else None
    return Hit(document.asset, shown, position_of(query.order, document, shown))
