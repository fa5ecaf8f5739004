"""The seam of search: what an engine does, whatever it is made of.

An engine is told documents and removals and answers queries in their order, from a position on. It
knows nothing of rights: who may read what it finds is decided by its caller, row by row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from twin.catalogue.asset import Asset
from twin.catalogue.identity import AssetId
from twin.catalogue.search.document import SearchDocument
from twin.catalogue.search.query import SearchQuery

Position = tuple[float | int | str, ...]
"""Where a hit stands in the order of its query; it depends on the asset alone, so that pages stay
true while others are written."""


@dataclass(frozen=True)
class Hit:
    """An asset that fulfils a query. `tier` counts from 0, the best; None without full text."""

    asset: Asset
    tier: int | None
    position: Position


class SearchEngine(Protocol):
    """Answers queries over the documents that it was told last."""

    def find(self, query: SearchQuery, *, after: Position | None, count: int) -> list[Hit]:
        """Return the first hits beyond a position, at most `count`."""
        ...

    def document(self, asset_id: AssetId) -> SearchDocument | None:
        """Return what is known of an asset."""
        ...

    def apply(self, documents: Iterable[SearchDocument], removed: Iterable[AssetId]) -> None:
        """Take new and changed documents, forget removed ones; all or nothing, and repeatable."""
        ...
