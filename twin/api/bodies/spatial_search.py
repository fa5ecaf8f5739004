"""Bodies of the operations in `twin.api.routes.spatial_search`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.spatial_search import SearchPage
from twin.catalogue.search.errors import SearchQueryInvalid, SearchTooWide

BODIES: dict[str, Bodies] = {
    "searchAssets": Bodies(SearchPage, errors=(SearchQueryInvalid, SearchTooWide)),
}
