"""Search over the assets of all databases."""

from __future__ import annotations

from twin.api.routes.route import Route
from twin.catalogue.search.parameters import PARAMETERS

ROUTES: tuple[Route, ...] = (
    Route(
        "GET",
        "/assets",
        "searchAssets",
        "spatial_search",
        "viewer",
        "Search the assets of all databases",
        (*PARAMETERS, "limit", "next_token"),
    ),
)
