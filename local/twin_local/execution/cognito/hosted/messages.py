"""Requests to the endpoints of a domain, and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

from moto.cognitoidp.models import CognitoIdpUserPool

from twin_local.execution.types import Environ

Headers = tuple[tuple[str, str], ...]
MAXIMUM_FORM_BYTES = 64 * 1024


@dataclass(frozen=True)
class HostedRequest:
    """A request to a path below a pool's domain; `base` is the address of the domain's root."""

    pool: CognitoIdpUserPool
    base: str
    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]
    cookies: Mapping[str, str]


@dataclass(frozen=True)
class HostedAnswer:
    """An HTTP response."""

    status: int
    body: bytes = b""
    headers: Headers = field(default=())


class OAuthError(Exception):
    """A request is refused with an error code of OAuth 2.0."""

    def __init__(self, error: str, status: int = 400, description: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.description = description


def read(environ: Environ, pool: CognitoIdpUserPool, base: str, path: str) -> HostedRequest:
    """Return the request of a WSGI environment."""
    length = min(int(environ.get("CONTENT_LENGTH") or 0), MAXIMUM_FORM_BYTES)
    body = environ["wsgi.input"].read(length) if length else b""
    cookies: SimpleCookie = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    return HostedRequest(
        pool=pool,
        base=base,
        method=environ["REQUEST_METHOD"],
        path=path,
        query=dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
        form=dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)),
        headers={
            name[5:].replace("_", "-").lower(): str(value)
            for name, value in environ.items()
            if name.startswith("HTTP_")
        },
        cookies={name: morsel.value for name, morsel in cookies.items()},
    )


def json_answer(status: int, content: Mapping[str, Any], *headers: tuple[str, str]) -> HostedAnswer:
    """Return an answer of an endpoint for programs, which any origin may read."""
    kind = ("Content-Type", "application/json;charset=UTF-8")
    shared = (("Access-Control-Allow-Origin", "*"), ("Cache-Control", "no-store"))
    return HostedAnswer(status, json.dumps(content).encode(), (kind, *shared, *headers))


def redirect(url: str, *headers: tuple[str, str]) -> HostedAnswer:
    """Return a redirection."""
    return HostedAnswer(302, headers=(("Location", url), ("Cache-Control", "no-store"), *headers))


def with_query(url: str, values: Mapping[str, str | None], *, fragment: bool = False) -> str:
    """Return a URL with more parameters, those that are given."""
    text = urlencode({name: value for name, value in values.items() if value})
    if fragment:
        return f"{url}#{text}"
    return f"{url}{'&' if '?' in url else '?'}{text}" if text else url
