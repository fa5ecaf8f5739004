"""Which operation of which service a request called, from what was seen of it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from botocore.exceptions import UnknownServiceError
from moto.core.request import Request
from moto.core.routing import get_service_router
from werkzeug.exceptions import HTTPException

from twin_local.execution.access.calls import SERVICE_OF_SIGNING_NAME, Signer, read_signer
from twin_local.execution.appsync.http import HOST as EVENTS_HOST
from twin_local.execution.execute_api.server import HOST as API_HOST
from twin_local.execution.execute_api.server import PATH as API_PATH
from twin_local.server.observation.calls.api_routes import api_route
from twin_local.server.observation.calls.sighting import Sighting

NEWER_MODELS = {
    ("greengrass", "/greengrass/v2/"): "greengrassv2",
    ("apigateway", "/v2/"): "apigatewayv2",
}
"""Models by signing name and how the path begins, where two versions have one signing name."""

CBOR_OPERATION = re.compile(r"^/service/[^/]+/operation/(\w+)$")
WELL_KNOWN = re.compile(r"^/[\w-]+(/\.well-known/[\w.-]+)$")
OWN_PATH = re.compile(r"^/(_aws|moto-api)(/[a-z-]+){0,2}")
UNSIGNED_TARGETS = {
    "AWSCognitoIdentityProviderService": "cognito-idp",
    "AWSCognitoIdentityService": "cognito-identity",
}
"""Services with operations that nobody signs, by how their targets begin."""


@dataclass(frozen=True)
class Name:
    """A service by its name in boto3 (or `execute-api`), an operation, and who signed."""

    service: str
    operation: str
    signer: Signer | None = None


def name_of(seen: Sighting, *, account: str, region: str) -> Name:
    """Return what a request called; method and path where it is no operation of a service."""
    if (found := API_HOST.fullmatch(seen.host)) is not None:
        api, api_region = found.groups()
        return Name("execute-api", api_route(account, api_region, api, seen.method, seen.path))
    if seen.path.startswith(API_PATH):
        api, _, rest = seen.path[len(API_PATH) :].partition("/")
        return Name("execute-api", api_route(account, region, api, seen.method, f"/{rest}"))
    if EVENTS_HOST.fullmatch(seen.host):
        return Name("appsync", "Publish", read_signer(_environ(seen)))
    signer = read_signer(_environ(seen))
    return _signed(seen, signer) if signer else _unsigned(seen)


def _signed(seen: Sighting, signer: Signer) -> Name:
    service = SERVICE_OF_SIGNING_NAME.get(signer.service, signer.service)
    for (signed_for, beginning), newer in NEWER_MODELS.items():
        if service == signed_for and seen.path.startswith(beginning):
            service = newer
    return Name(service, _operation(seen, service), signer)


def _unsigned(seen: Sighting) -> Name:
    if seen.target:
        prefix, _, operation = seen.target.rpartition(".")
        return Name(UNSIGNED_TARGETS.get(prefix, prefix or "unknown"), operation)
    if seen.action:
        return Name("unknown", seen.action)
    if found := WELL_KNOWN.match(seen.path):
        return Name("cognito-idp", f"{seen.method} {found[1]}")
    if found := OWN_PATH.match(seen.path):
        return Name("embedded AWS", f"{seen.method} {found[0]}")
    return Name("s3", _operation(seen, "s3"))


def _operation(seen: Sighting, service: str) -> str:
    if seen.target:
        return seen.target.rpartition(".")[2]
    if seen.action:
        return seen.action
    if found := CBOR_OPERATION.match(seen.path):
        return found[1]
    try:
        operation, _ = get_service_router(service).match(Request(_environ(seen)))
    except (HTTPException, UnknownServiceError, NotImplementedError):
        return f"{seen.method} {seen.path[:80]}"
    return str(operation.name)


def _environ(seen: Sighting) -> dict[str, object]:
    """Return as much of the request as finding its operation takes."""
    environ: dict[str, object] = {
        "REQUEST_METHOD": seen.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": seen.path,
        "QUERY_STRING": seen.query,
        "RAW_URI": seen.path,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_AUTHORIZATION": seen.authorization,
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }
    if seen.copies:
        environ["HTTP_X_AMZ_COPY_SOURCE"] = "/"
    return environ
