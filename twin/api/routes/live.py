"""What the live channel said."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route(
        "GET",
        "/live/events",
        "getMissedEvents",
        "live_resume",
        "viewer",
        "What the live channel said since an event, as server-sent events",
        ("last_event_id",),
    ),
)
