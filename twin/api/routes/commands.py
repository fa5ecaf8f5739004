"""Commands."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route(
        "GET",
        "/commands",
        "listCommands",
        "iot_command",
        "viewer",
        "Command requests, newest first",
        ("limit", "next_token"),
    ),
    Route("POST", "/commands", "requestCommand", "iot_command", "operator", "Request a set-point"),
    Route("GET", "/commands/{request_id}", "getCommand", "iot_command", "viewer", "One request"),
)
