"""Hits as the API shows them."""

from __future__ import annotations

from twin.api.schemas.spatial_search import SearchBox, SearchHit, SearchSnippet
from twin.catalogue.box import BoundingBox
from twin.catalogue.search.document import FIELDS, SCORES, TIERS, SearchDocument
from twin.catalogue.search.engine import Hit
from twin.catalogue.search.query import SearchQuery
from twin.catalogue.search.snippet import snippet_of


def hit_row(hit: Hit, document: SearchDocument | None, query: SearchQuery) -> SearchHit:
    """Return one row of the answer."""
    asset = hit.asset
    return {
        "database_id": asset.asset_id.database_id,
        "asset_key": asset.asset_id.asset_key,
        "title": asset.title,
        "type": asset.asset_type,
        "tags": list(asset.tags),
        "version": asset.version,
        "updated_at": asset.updated_at,
        "deleted_at": asset.deleted_at,
        "box": _box(asset.box) if asset.box else None,
        "score": None if hit.tier is None else SCORES[hit.tier],
        "snippet": _snippet(document, hit, query) if document and query.terms else None,
    }


def _box(box: BoundingBox) -> SearchBox:
    return {"frame": box.frame, "minimum": list(box.minimum), "maximum": list(box.maximum)}


def _snippet(document: SearchDocument, hit: Hit, query: SearchQuery) -> SearchSnippet | None:
    snippet = snippet_of(document, query.terms, FIELDS if hit.tier is None else TIERS[hit.tier])
    if snippet is None:
        return None
    marks = [[begin, end] for begin, end in snippet.marks]
    return {"field": snippet.field, "text": snippet.text, "marks": marks}
