"""API Gateway in and out: an event becomes a typed request, an error its status and code.

A handler names its operations and calls `serve`; the operation is found by the route table, so a
function cannot serve what the API does not declare.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict
from urllib.parse import unquote

from twin.access.errors import AccessDenied
from twin.access.principal_context import from_context
from twin.api.problem import MEDIA_TYPE as PROBLEM
from twin.api.problem import problem_of
from twin.api.routes import ROUTES
from twin.errors import TwinError
from twin_runtime.errors import RouteUnknown
from twin_runtime.logging import logger
from twin_runtime.parameters import check_query
from twin_runtime.request import Body, Caller, Request

__all__ = [
    "Answer",
    "Body",
    "Caller",
    "Operation",
    "ProxyResponse",
    "Request",
    "TextAnswer",
    "read_request",
    "refuse",
    "respond",
    "serve",
]


class ProxyResponse(TypedDict):
    """What a Lambda proxy integration must answer."""

    statusCode: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Answer:
    """A body with a status other than 200, or with headers of its own."""

    status: int
    body: Body
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TextAnswer:
    """An answer that is no JSON."""

    media_type: str
    text: str


Operation = Callable[[Request], Body | Answer | TextAnswer]


def serve(event: Mapping[str, Any], operations: Mapping[str, Operation]) -> ProxyResponse:
    """Answer one API Gateway proxy event with one of a function's operations."""
    try:
        request = read_request(event)
        _require_permitted(request)
        if request.operation_id not in operations:
            raise RouteUnknown(f"{request.operation_id} is not served here")
        answer = operations[request.operation_id](request)
    except TwinError as error:
        logger().warning("request refused", extra={"error": error.to_dict()})
        return refuse(error)
    if isinstance(answer, TextAnswer):
        return _response(200, answer.media_type, answer.text)
    if isinstance(answer, Answer):
        return respond(answer.status, answer.body, answer.headers)
    return respond(200, answer)


def _require_permitted(request: Request) -> None:
    """Refuse what the authorizer denies: its policy names routes by wildcards, which reach further.

    Raises:
        AccessDenied: the policies deny the operation, whatever it is about.
    """
    permitted = request.caller.permitted if request.caller else None
    if permitted is not None and request.operation_id not in permitted:
        raise AccessDenied(f"you may not {request.operation_id}", found="no policy permits it")


def read_request(event: Mapping[str, Any]) -> Request:
    """Turn a REST API proxy event into a request.

    Raises:
        RouteUnknown: the route table has no such method and path.
        QueryInvalid: a parameter is not one of the operation's, or no value of it.
    """
    method, resource = event["httpMethod"], event["resource"]
    for route in ROUTES:
        if (route.method, route.path) == (method, resource):
            break
    else:
        raise RouteUnknown(f"no operation {method} {resource}")
    path = {name: unquote(value) for name, value in (event.get("pathParameters") or {}).items()}
    given = event.get("multiValueQueryStringParameters") or {}
    query = {name: tuple(values) for name, values in given.items()}
    check_query(route, query)
    return Request(
        operation_id=route.operation_id,
        path=path,
        query=query,
        body=event.get("body") or "",
        headers={name.lower(): text for name, text in (event.get("headers") or {}).items()},
        caller=_caller(event.get("requestContext", {}).get("authorizer") or {}),
    )


def respond(status: int, body: Body, headers: Mapping[str, str] | None = None) -> ProxyResponse:
    """Return a JSON answer that no cache keeps."""
    return _response(status, "application/json", json.dumps(body, allow_nan=False), headers or {})


def refuse(error: TwinError) -> ProxyResponse:
    """Return a refusal as problem details."""
    return _response(error.status, PROBLEM, json.dumps(problem_of(error), allow_nan=False))


def _response(
    status: int, media_type: str, text: str, more: Mapping[str, str] | None = None
) -> ProxyResponse:
    headers = {"content-type": media_type, "cache-control": "no-store", **(more or {})}
    return {"statusCode": status, "headers": headers, "body": text}


def _caller(context: Mapping[str, str]) -> Caller | None:
    if "subject" not in context:
        return None
    return from_context(context)
