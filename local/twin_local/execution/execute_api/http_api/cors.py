"""CORS of an HTTP API: preflights are answered by the API, other answers get its headers.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from twin_local.execution.execute_api.gateway_responses import HttpAnswer
from twin_local.execution.execute_api.request import HttpRequest

ANY = "*"
Headers = tuple[tuple[str, str], ...]


def preflight(settings: Mapping[str, Any] | None, request: HttpRequest) -> HttpAnswer | None:
    """Return the answer of a preflight request; None for any other, or without settings."""
    asked = request.header("Access-Control-Request-Method")
    if not settings or request.method != "OPTIONS" or not (request.header("Origin") and asked):
        return None
    allowed = _origin(settings, request)
    if not allowed:
        return HttpAnswer(204)
    lists = {
        "Access-Control-Allow-Methods": settings.get("allowMethods"),
        "Access-Control-Allow-Headers": settings.get("allowHeaders"),
    }
    headers = [(name, ",".join(values)) for name, values in lists.items() if values]
    if age := settings.get("maxAge"):
        headers.append(("Access-Control-Max-Age", str(age)))
    return HttpAnswer(204, headers=(*allowed, *headers))


def apply(
    settings: Mapping[str, Any] | None, request: HttpRequest, answer: HttpAnswer
) -> HttpAnswer:
    """Return an answer with the API's own CORS headers instead of the function's."""
    if not settings:
        return answer
    own = tuple(
        (name, value)
        for name, value in answer.headers
        if not name.lower().startswith("access-control-")
    )
    exposed: Headers = ()
    if (allowed := _origin(settings, request)) and (names := settings.get("exposeHeaders")):
        exposed = (("Access-Control-Expose-Headers", ",".join(names)),)
    return replace(answer, headers=(*own, *allowed, *exposed))


def _origin(settings: Mapping[str, Any], request: HttpRequest) -> Headers:
    """Return the headers that let an origin read the answer, none where it may not."""
    origin, origins = request.header("Origin"), settings.get("allowOrigins") or []
    if not origin:
        return ()
    credentials = bool(settings.get("allowCredentials"))
    schemes = {one.removesuffix(ANY) for one in origins if one.endswith("://*")}
    if ANY in origins and not credentials:
        return (("Access-Control-Allow-Origin", ANY),)
    if origin not in origins and not any(origin.startswith(scheme) for scheme in schemes):
        return ()
    named = ("Access-Control-Allow-Origin", origin)
    varies = ("Vary", "Origin")
    return (named, varies, *((("Access-Control-Allow-Credentials", "true"),) * credentials))
