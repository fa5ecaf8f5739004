"""Read a signed HTTP request into the operation that it calls, with its parameters."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import UnknownServiceError
from botocore.model import OperationModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from werkzeug.exceptions import HTTPException

from twin_local.execution.types import Environ

CREDENTIAL = re.compile(
    r"Credential=(?P<key>[^/,\s]+)/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request"
)
QUERY_CREDENTIAL = re.compile(
    r"X-Amz-Credential=(?P<key>[^%/&]+)(?:%2F|/)\d{8}(?:%2F|/)(?P<region>[^%/&]+)"
    r"(?:%2F|/)(?P<service>[^%/&]+)(?:%2F|/)aws4_request",
    re.IGNORECASE,
)
SERVICE_OF_SIGNING_NAME = {
    "aps": "amp",
    "elasticloadbalancing": "elbv2",
    "email": "sesv2",
    "greengrass": "greengrassv2",
    "iotdata": "iot-data",
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
}
"""Models by the names that requests are signed for, where these differ."""

ALSO = {"bedrock": ("bedrock-runtime",), "sagemaker": ("sagemaker-runtime",)}
"""Further models whose requests are signed for the same name."""

STREAMED = frozenset({"s3"})
"""Services whose bodies are content: which operation it is stands in the address."""


@dataclass(frozen=True)
class Signer:
    """Who signed a request, and for which service."""

    access_key_id: str
    region: str
    service: str


@dataclass(frozen=True)
class Call:
    """One call of one operation."""

    service: str
    operation: str
    parameters: Mapping[str, Any]
    region: str
    account: str


def read_signer(environ: Environ) -> Signer | None:
    """Return who signed a request, None when nobody did."""
    found = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", "")) or QUERY_CREDENTIAL.search(
        environ.get("QUERY_STRING", "")
    )
    return Signer(found["key"], found["region"], found["service"]) if found else None


class CallUnknown(LookupError):
    """A request cannot be read as a call of an operation."""


def read_call(environ: Environ, signer: Signer, account: str) -> Call:
    """Return the call of a request; its body can be read again afterwards.

    Raises:
        CallUnknown: its service or operation is not known.
    """
    service = SERVICE_OF_SIGNING_NAME.get(signer.service, signer.service)
    if service not in STREAMED:
        _keep_body(environ)
    request = Request(environ)
    service, operation, parameters = _match(service, request)
    if service in STREAMED:
        parameters = {**parameters, **_of_query(operation, request)}
    else:
        parameters = _parse(service, operation.name, request, parameters)
        environ["wsgi.input"].seek(0)
    return Call(service, operation.name, parameters, signer.region, account)


def _of_query(operation: OperationModel, request: Request) -> dict[str, str]:
    """Return the parameters that stand in the query, such as the version of an object."""
    shape = operation.input_shape
    places = {name: one.serialization for name, one in shape.members.items()} if shape else {}
    return {
        name: request.args[place["name"]]
        for name, place in places.items()
        if place.get("location") == "querystring" and place["name"] in request.args
    }


def read_operation(environ: Environ, service: str) -> str:
    """Return the name of the operation of a request, without its parameters; empty if unknown."""
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        return str(target).rpartition(".")[2]
    try:
        return _match(service, Request(environ))[1].name
    except CallUnknown:
        return ""


def _match(service: str, request: Request) -> tuple[str, OperationModel, Mapping[str, Any]]:
    """Return the service and operation of a request, and what stands in its address.

    Raises:
        CallUnknown: none of the services that are signed for by the name has such an operation.
    """
    for candidate in (service, *ALSO.get(service, ())):
        try:
            operation, parameters = get_service_router(candidate).match(request)
        except (HTTPException, UnknownServiceError, NotImplementedError):
            continue
        return candidate, operation, parameters
    raise CallUnknown(f"an operation of {service}")


def _keep_body(environ: Environ) -> None:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    body = environ["wsgi.input"].read() if chunked else environ["wsgi.input"].read(length)
    environ["wsgi.input"] = io.BytesIO(body)


def _parse(
    service: str, operation: str, request: Request, address: Mapping[str, Any]
) -> dict[str, Any]:
    model = get_service_model(service)
    protocol = determine_request_protocol(model, request.content_type)
    parser = PROTOCOL_PARSERS[protocol](model.operation_model(operation))
    parsed: dict[str, Any] = parser.parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.data,
            "url_path": request.path,
            "url_params": dict(address),
        }
    )
    return parsed
