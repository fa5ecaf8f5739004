"""Who the caller is, and API keys."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route("GET", "/access/me", "getCaller", "access_keys", "viewer", "Who the caller is"),
    Route(
        "POST",
        "/access/keys",
        "createAccessKey",
        "access_keys",
        "viewer",
        "Make an API key; its secret is answered this once",
    ),
    Route(
        "GET",
        "/access/keys",
        "listAccessKeys",
        "access_keys",
        "viewer",
        "The caller's API keys; an administrator may ask for all",
        query=("all", "limit", "next_token"),
    ),
    Route(
        "DELETE",
        "/access/keys/{key_id}",
        "revokeAccessKey",
        "access_keys",
        "viewer",
        "Take an API key back",
    ),
)
