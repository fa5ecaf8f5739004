"""Versions of assets as ZIP files."""

from __future__ import annotations

from twin.api.routes.route import Route

_ARCHIVE = "/databases/{database_id}/assets/{asset_key}/versions/{number}/archive"

ROUTES: tuple[Route, ...] = (
    Route(
        "POST",
        _ARCHIVE,
        "requestArchive",
        "spatial_archive",
        "viewer",
        "Ask for the files of a version as one ZIP file",
    ),
    Route("GET", _ARCHIVE, "getArchive", "spatial_archive", "viewer", "Its state and its URL"),
)
