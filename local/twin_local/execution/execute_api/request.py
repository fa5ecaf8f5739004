"""One HTTP request to a stage of a REST API."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from moto.apigateway.models import Method, Resource, RestAPI, Stage

from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.types import Environ


@dataclass(frozen=True)
class Address:
    """Where a request goes: the API, its stage and the raw path below the stage.

    `whole` is the raw path with the stage: an HTTP API may have a stage without a name in it.
    """

    api_id: str
    region: str
    stage: str
    path: str
    whole: str = "/"


@dataclass(frozen=True)
class HttpRequest:
    """The request itself; header names are in canonical case, values in order of arrival."""

    method: str
    path: str
    headers: dict[str, str]
    query: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str
    url: str = ""
    raw_query: str = ""
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

    def service_caller(self, place: str) -> ServiceCaller:
        """Return API Gateway calling for a place below the API, such as `stage/GET/path`."""
        api = self.api
        base = f"arn:aws:execute-api:{api.region_name}:{api.account_id}:{api.id}"
        return ServiceCaller("apigateway.amazonaws.com", f"{base}/{place}", api.account_id)


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
        url=_url(environ),
        raw_query=environ.get("QUERY_STRING", ""),
    )


def _url(environ: Environ) -> str:
    """Return the address that a client signed: as it was written."""
    scheme, query = environ.get("wsgi.url_scheme", "http"), environ.get("QUERY_STRING", "")
    address = f"{scheme}://{environ.get('HTTP_HOST', '')}{raw_path(environ)}"
    return f"{address}?{query}" if query else address


def raw_path(environ: Environ) -> str:
    """Return the path as the client wrote it, percent-encoded."""
    raw: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
    return raw.split("?", 1)[0]


def decode(segment: str) -> str:
    """Decode one path segment."""
    return unquote(segment)
