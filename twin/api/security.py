"""How callers say who they are, in the words of OpenAPI."""

from __future__ import annotations

from typing import Any

from twin.api.routes.route import Route

Json = dict[str, Any]

SECURITY_SCHEMES: Json = {
    "accessToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An access token of the site's user pool: of a user who signed in, or of a "
        "machine by the client credentials grant",
    },
    "apiKey": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "twin_<id>_<secret>",
        "description": "A key that a user made, with rights that its owner has and its scope names",
    },
}


def security_of(route: Route) -> list[Json]:
    """Return the security requirements of a route: none, or one of the schemes."""
    return [] if route.role is None else [{name: []} for name in SECURITY_SCHEMES]
