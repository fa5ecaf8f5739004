"""One HTTP request to a stage of a REST API."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from moto.apigateway.models import Method, Resource, RestAPI, Stage

from twin_local.execution.types import Environ


@dataclass(frozen=True)
class Address:
    """Where a request goes: the API, its stage and the raw path below the stage."""

    api_id: str
    region: str
    stage: str
    path: str


@dataclass(frozen=True)
class HttpRequest:
    """The request itself; header names are in canonical case, values in order of arrival."""

    method: str
    path: str
    headers: dict[str, str]
    query: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def header(self, name: str) -> str:
        """Return a header by name in any case, "" when it is absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), "")

    def parameter(self, name: str) -> str:
        """Return the last query parameter of a name, "" when it is absent."""
        return dict(self.query).get(name, "")


@dataclass(frozen=True)
class Call:
    """A request with what it was routed to."""

    request: HttpRequest
    api: RestAPI
    stage: Stage
    resource: Resource
    method: Method
    path_parameters: dict[str, str]

    @property
    def arn(self) -> str:
        """The ARN that authorizers are asked about."""
        api = self.api
        path = self.request.path.lstrip("/")
        return (
            f"arn:aws:execute-api:{api.region_name}:{api.account_id}:{api.id}"
            f"/{self.stage.name}/{self.request.method}/{path}"
        )


def read(environ: Environ, path: str) -> HttpRequest:
    """Return the request of a WSGI environment; `path` is below the stage."""
    headers = {
        "-".join(part.capitalize() for part in key[5:].split("_")): value
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
    for key, name in (("CONTENT_TYPE", "Content-Type"), ("CONTENT_LENGTH", "Content-Length")):
        if environ.get(key):
            headers[name] = environ[key]
    length = int(environ.get("CONTENT_LENGTH") or 0)
    query = tuple(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    return HttpRequest(
        method=environ["REQUEST_METHOD"],
        path=path,
        headers=headers,
        query=query,
        body=environ["wsgi.input"].read(length) if length else b"",
        source_ip=environ.get("REMOTE_ADDR", "127.0.0.1"),
    )


def raw_path(environ: Environ) -> str:
    """Return the path as the client wrote it, percent-encoded."""
    raw: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
    return raw.split("?", 1)[0]


def decode(segment: str) -> str:
    """Decode one path segment."""
    return unquote(segment)
