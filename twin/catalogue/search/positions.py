"""Positions in the order of a query."""

from __future__ import annotations

from twin.catalogue.search.document import SearchDocument
from twin.catalogue.search.engine import Position
from twin.catalogue.search.query import Order

_KINDS: dict[Order, tuple[type, ...]] = {
    "relevance": (int, int, str, str, str),
    "updated": (float, str, str),
    "title": (str, str, str),
}


def position_of(order: Order, document: SearchDocument, tier: int | None) -> Position:
    """Return where a document stands.

    `relevance`: the tier, then the shortest title; `updated`: the time; `title`: the folded title.
    Database and key come last, so that no two documents stand in one place.
    """
    asset = document.asset
    name = (asset.asset_id.database_id, asset.asset_id.asset_key)
    if order == "updated":
        return (float(asset.updated_at), *name)
    if order == "title":
        return (document.title_order, *name)
    return (tier or 0, len(document.words["title"]), document.title_order, *name)


def read_position(order: Order, value: object) -> Position | None:
    """Return a position as it was before it went through JSON, None if it is none of this order."""
    kinds = _KINDS[order]
    if not isinstance(value, list) or len(value) != len(kinds):
        return None
    if any(type(part) is not kind for part, kind in zip(value, kinds, strict=True)):
        return None
    return tuple(value)
