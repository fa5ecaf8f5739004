"""The console's front: what the deployed CloudFront distribution would do, on a local port.

It reads the distribution, its policies and its origins from the state of the embedded AWS, so the
templates alone decide what is served. It caches nothing and does not redirect to HTTPS.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from moto.s3.exceptions import MissingBucket
from moto.s3.models import FakeKey, s3_backends

from twin_local.execution.cognito.discovery import hosted_url
from twin_local.server.console_headers import console_policy
from twin_local.server.context import ServerContext
from twin_local.server.distribution import PARTITION, Front, Origin, deployed_front
from twin_local.server.http_server import Application, Environ, StartResponse

CONFIG = "/config.json"
KEPT_HEADERS = ("cache-control", "content-disposition", "content-encoding", "content-language")
Headers = list[tuple[str, str]]


class Console:
    """Answers the console's requests; execute-api is asked through `endpoint`."""

    def __init__(self, *, context: ServerContext, endpoint: Application) -> None:
        self._context = context
        self._endpoint = endpoint

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        front = deployed_front(self._context.account)
        if front is None:
            return _text(start_response, HTTPStatus.SERVICE_UNAVAILABLE, "Not deployed yet.", [])
        behavior = front.behavior(str(environ["PATH_INFO"]))
        headers = list(console_policy(dict(behavior.headers), self._context).items())
        if behavior.origin.is_api:
            return self._forward(behavior.origin, environ, _adding(start_response, headers))
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _text(start_response, HTTPStatus.METHOD_NOT_ALLOWED, "Not allowed.", headers)
        return self._file(front, behavior.origin, environ, start_response, headers)

    def _forward(
        self, origin: Origin, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Ask the API that the origin names, as CloudFront does: by its host name."""
        forwarded = {**environ, "HTTP_HOST": origin.domain_name}
        for name in ("PATH_INFO", "RAW_URI", "REQUEST_URI"):
            forwarded[name] = f"{origin.path}{environ[name]}"
        return self._endpoint(forwarded, start_response)

    def _file(
        self,
        front: Front,
        origin: Origin,
        environ: Environ,
        start_response: StartResponse,
        headers: Headers,
    ) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"]).encode("latin-1").decode()
        if path == "/":
            path = f"/{front.root_object}"
        key, status = self._key(origin, path), HTTPStatus.OK
        if key is None and front.error_page is not None:
            key, status = (
                self._key(origin, front.error_page.path),
                HTTPStatus(front.error_page.status),
            )
        if key is None:
            return _text(start_response, HTTPStatus.FORBIDDEN, "AccessDenied", headers)
        if path == CONFIG and status is HTTPStatus.OK:
            return self._config(key, start_response, headers)
        headers = [("ETag", key.etag), *headers]
        if status is HTTPStatus.OK and environ.get("HTTP_IF_NONE_MATCH") == key.etag:
            start_response("304 Not Modified", headers)
            return [b""]
        start_response(f"{status.value} {status.phrase}", [*_stored_headers(key), *headers])
        return [key.value]

    def _config(
        self, key: FakeKey, start_response: StartResponse, headers: Headers
    ) -> Iterable[bytes]:
        body = json.dumps(local_config(json.loads(key.value), self._context)).encode()
        kind = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        start_response("200 OK", [*kind, *headers])
        return [body]

    def _key(self, origin: Origin, path: str) -> FakeKey | None:
        name = f"{origin.path}{path}".lstrip("/")
        backend = s3_backends[self._context.account][PARTITION]
        try:
            key = backend.get_object(origin.bucket, name)
        except MissingBucket:
            return None
        return key if isinstance(key, FakeKey) else None


def local_config(content: dict[str, Any], context: ServerContext) -> dict[str, Any]:
    """Tell the console where the endpoints are that it would find by DNS on AWS."""
    endpoint = {"aws": context.endpoint_url, "realtime": context.realtime_url}
    if sign_on := content.get("singleSignOn"):
        domain = str(urlsplit(sign_on["url"]).hostname).partition(".")[0]
        endpoint["signIn"] = hosted_url(context.endpoint_url, domain)
    return {**content, "endpoint": endpoint}


def _stored_headers(key: FakeKey) -> Headers:
    metadata = {name.lower(): value for name, value in key.metadata.items()}
    kind = metadata.get("content-type", "binary/octet-stream")
    kept = [(name, metadata[name]) for name in KEPT_HEADERS if name in metadata]
    return [("Content-Type", kind), *kept]


def _text(
    start_response: StartResponse, status: HTTPStatus, text: str, headers: Headers
) -> Iterable[bytes]:
    start_response(f"{status.value} {status.phrase}", [("Content-Type", "text/plain"), *headers])
    return [text.encode()]


def _adding(start_response: StartResponse, headers: Headers) -> Callable[..., Any]:
    """Return a `start_response` that adds headers which the answer does not have itself."""

    def start(status: str, given: Headers, exc_info: object = None) -> object:
        names = {name.lower() for name, _ in given}
        missing = [(name, value) for name, value in headers if name.lower() not in names]
        return start_response(status, [*given, *missing])

    return start
