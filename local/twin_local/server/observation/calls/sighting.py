"""One request as it was seen at the front: what is needed to name it later, and how it ended."""

from __future__ import annotations

import io
import re
from typing import NamedTuple

from twin_local.execution.types import Environ

FORM = "application/x-www-form-urlencoded"
ACTION = re.compile(rb"(?:^|&)Action=(\w+)")


class Sighting(NamedTuple):
    """One answered request.

    `at` is UTC seconds since 1970; `seconds` is the time to the head of the answer; `error` is the
    error's code, "" where the answer is a success. `query` may hold a signature: it is never shown.
    """

    number: int
    at: float
    seconds: float
    status: int
    error: str
    method: str
    path: str
    query: str
    host: str
    authorization: str
    target: str
    action: str
    agent: str
    copies: bool


def sighting(
    number: int, at: float, seconds: float, status: int, error: str, environ: Environ
) -> Sighting:
    """Return what is kept of a request; values are taken as they are, nothing is parsed."""
    header = environ.get
    return Sighting(
        number,
        at,
        seconds,
        status,
        error,
        environ["REQUEST_METHOD"],
        environ["PATH_INFO"],
        environ["QUERY_STRING"],
        header("HTTP_HOST", ""),
        header("HTTP_AUTHORIZATION", ""),
        header("HTTP_X_AMZ_TARGET", ""),
        _action(environ) if header("CONTENT_TYPE", "").startswith(FORM) else "",
        header("HTTP_USER_AGENT", ""),
        "HTTP_X_AMZ_COPY_SOURCE" in environ,
    )


def _action(environ: Environ) -> str:
    """Return the operation of the query protocol, from a body that is in memory already."""
    body = environ.get("twin.body")
    if body is None:
        source = environ["wsgi.input"]
        in_memory = isinstance(source, io.BytesIO) and not source.closed
        body = source.getvalue() if in_memory else b""
    found = ACTION.search(body)
    return found[1].decode() if found else ""
