"""Upload sessions."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route("POST", "/uploads", "createUpload", "spatial_upload", "engineer", "Open an upload"),
    Route(
        "POST",
        "/uploads/{upload_id}/parts",
        "announceParts",
        "spatial_upload",
        "engineer",
        "Where to send more parts",
    ),
    Route("GET", "/uploads/{upload_id}", "getUpload", "spatial_upload", "engineer", "Its state"),
    Route(
        "POST",
        "/uploads/{upload_id}/complete",
        "completeUpload",
        "spatial_upload",
        "engineer",
        "Verify the parts and start the conversion",
    ),
    Route("DELETE", "/uploads/{upload_id}", "abortUpload", "spatial_upload", "engineer", "Abort"),
)
