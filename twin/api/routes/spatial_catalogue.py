"""The scene, the catalogue of spatial assets, and what can be converted."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route("GET", "/scene", "getScene", "spatial_catalog", "viewer", "The 3D scene with file URLs"),
    Route("GET", "/converters", "listConverters", "spatial_catalog", "viewer", "What can convert"),
    Route(
        "GET",
        "/assets",
        "listAssets",
        "spatial_catalog",
        "viewer",
        "Catalogued spatial assets",
        ("limit", "next_token"),
    ),
    Route("GET", "/assets/{asset_key}", "getAsset", "spatial_catalog", "viewer", "One asset"),
    Route(
        "GET",
        "/assets/{asset_key}/files/{file_name}",
        "getAssetFile",
        "spatial_catalog",
        "viewer",
        "A short-lived URL of one derivative",
    ),
)
