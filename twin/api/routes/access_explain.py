"""Why somebody may do something, or not."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route(
        "GET",
        "/access/explain",
        "explainOwnAccess",
        "access_explain",
        "viewer",
        "Which policies decide on an action of the caller",
        query=("action", "resource"),
    ),
    Route(
        "POST",
        "/access/explain",
        "explainAccess",
        "access_explain",
        "admin",
        "Which policies decide on an action of any user, group, key or program",
    ),
)
