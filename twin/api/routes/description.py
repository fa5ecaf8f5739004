"""What the API says of itself and of its site."""

from __future__ import annotations

from twin.api.routes.route import Route

ROUTES: tuple[Route, ...] = (
    Route("GET", "/openapi.json", "describeApi", "api_describe", None, "This API's OpenAPI"),
    Route(
        "GET",
        "/problems",
        "listProblems",
        "api_describe",
        None,
        "What each code of a refusal means",
    ),
    Route(
        "GET",
        "/problems/{code}",
        "getProblem",
        "api_describe",
        None,
        "What the code of a refusal means",
    ),
    Route("GET", "/site", "getSite", "api_describe", "viewer", "The compiled site document"),
)
