"""The HTTP side: requests to `<prefix>.appsync-api.<region>.amazonaws.com/event`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from twin_local.execution.appsync.apis import find_api
from twin_local.execution.appsync.errors import BadRequest, EventsError, Unauthorized
from twin_local.execution.appsync.publishing import Publisher, read_body
from twin_local.execution.signatures import SignedRequest
from twin_local.execution.types import Environ, StartResponse, WsgiApplication

HOST = re.compile(r"[a-z0-9]+\.appsync-api\.[a-z0-9-]+\.amazonaws\.com(?::\d+)?", re.IGNORECASE)
PATH = "/event"
MAXIMUM_BODY_BYTES = 2 * 1024 * 1024


class HttpEvents:
    """Answers publications over HTTP."""

    def __init__(self, *, account: str, publisher: Publisher) -> None:
        self._account = account
        self._publisher = publisher

    def select(self, environ: Environ) -> WsgiApplication | None:
        """Return the application for requests to an event API's host."""
        if HOST.fullmatch(environ.get("HTTP_HOST", "")) and environ["PATH_INFO"] == PATH:
            return self._answer
        return None

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            status, body = 200, self._publish(environ)
        except EventsError as error:
            status, body = error.status, {"errors": [error.to_dict()]}
        text = json.dumps(body).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(text)))]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [text]

    def _publish(self, environ: Environ) -> dict[str, Any]:
        host = str(environ["HTTP_HOST"]).partition(":")[0]
        api = find_api(self._account, host)
        if environ["REQUEST_METHOD"] != "POST":
            raise BadRequest("Events are published with POST.")
        if api is None:
            raise Unauthorized("You are not authorized to make this call.")
        body = _body(environ)
        request = SignedRequest("POST", f"https://{host}{PATH}", _headers(environ), body)
        return self._publisher.publish(api, read_body([body]), request)


def _body(environ: Environ) -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > MAXIMUM_BODY_BYTES:
        raise BadRequest(f"The request body has more than {MAXIMUM_BODY_BYTES} bytes.")
    body: bytes = environ["wsgi.input"].read(length)
    return body


def _headers(environ: Environ) -> dict[str, str]:
    """Return the request's headers by lower-case name."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    return headers | {"content-type": str(environ.get("CONTENT_TYPE", ""))}
