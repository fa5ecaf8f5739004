"""API Gateway in and out: an event becomes a typed request, an error its status and code.

A handler names its operations and calls `serve`; the operation is found by the route table, so a
function cannot serve what the API does not declare.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict, cast
from urllib.parse import unquote

from twin.api.routes import ROUTES, Role
from twin.errors import TwinError
from twin_runtime.errors import BodyInvalid, QueryInvalid, RouteUnknown
from twin_runtime.logging import logger

Body = Mapping[str, Any]
NUMBER = re.compile(r"[0-9]{1,18}")


class ProxyResponse(TypedDict):
    """What a Lambda proxy integration must answer."""

    statusCode: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Caller:
    """Who asks, as the authorizer found out."""

    subject: str
    name: str
    role: Role


@dataclass(frozen=True)
class Request:
    """One request of one operation."""

    operation_id: str
    path: Mapping[str, str]
    query: Mapping[str, tuple[str, ...]]
    body: str
    caller: Caller | None
    headers: Mapping[str, str] = field(default_factory=dict)
    """By their names in lower case."""

    @property
    def authenticated(self) -> Caller:
        """Return the caller of an operation that needs a role."""
        if self.caller is None:
            raise RouteUnknown(f"{self.operation_id} was called without its authorizer")
        return self.caller

    def one(self, name: str) -> str | None:
        """Return a query parameter that may be given once.

        Raises:
            QueryInvalid: it was given more than once.
        """
        values = self.query.get(name, ())
        if len(values) > 1:
            raise QueryInvalid(f"{name} is given {len(values)} times", expected="once", where=name)
        return values[0] if values else None

    def integer(self, name: str, *, default: int, minimum: int, maximum: int) -> int:
        """Return a whole-numbered query parameter.

        Raises:
            QueryInvalid: it is no whole number between the bounds.
        """
        text = self.one(name)
        if text is None:
            return default
        if not NUMBER.fullmatch(text) or not minimum <= int(text) <= maximum:
            raise QueryInvalid(
                f"{name} is out of range",
                found=repr(text),
                expected=f"a whole number from {minimum} to {maximum}",
                where=name,
            )
        return int(text)

    def json(self) -> Body:
        """Return the body as a JSON object.

        Raises:
            BodyInvalid: it is something else.
        """
        try:
            value = json.loads(self.body or "null")
        except json.JSONDecodeError as problem:
            raise BodyInvalid(
                "the body is not JSON", found=str(problem), expected="a JSON object", where="body"
            ) from problem
        if not isinstance(value, dict):
            raise BodyInvalid(
                "the body is not a JSON object",
                found=type(value).__name__,
                expected="a JSON object",
                where="body",
            )
        return value


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
        if request.operation_id not in operations:
            raise RouteUnknown(f"{request.operation_id} is not served here")
        answer = operations[request.operation_id](request)
    except TwinError as error:
        logger().warning("request refused", extra={"error": error.to_dict()})
        return respond(error.status, {"error": error.to_dict()})
    if isinstance(answer, TextAnswer):
        return _response(200, answer.media_type, answer.text)
    if isinstance(answer, Answer):
        return respond(answer.status, answer.body, answer.headers)
    return respond(200, answer)


def read_request(event: Mapping[str, Any]) -> Request:
    """Turn a REST API proxy event into a request.

    Raises:
        RouteUnknown: the route table has no such method and path.
    """
    method, resource = event["httpMethod"], event["resource"]
    for route in ROUTES:
        if (route.method, route.path) == (method, resource):
            break
    else:
        raise RouteUnknown(f"no operation {method} {resource}")
    path = {name: unquote(value) for name, value in (event.get("pathParameters") or {}).items()}
    query = event.get("multiValueQueryStringParameters") or {}
    return Request(
        operation_id=route.operation_id,
        path=path,
        query={name: tuple(values) for name, values in query.items()},
        body=event.get("body") or "",
        headers={name.lower(): text for name, text in (event.get("headers") or {}).items()},
        caller=_caller(event.get("requestContext", {}).get("authorizer") or {}),
    )


def respond(status: int, body: Body, headers: Mapping[str, str] | None = None) -> ProxyResponse:
    """Return a JSON answer that no cache keeps."""
    return _response(status, "application/json", json.dumps(body, allow_nan=False), headers or {})


def _response(
    status: int, media_type: str, text: str, more: Mapping[str, str] | None = None
) -> ProxyResponse:
    headers = {"content-type": media_type, "cache-control": "no-store", **(more or {})}
    return {"statusCode": status, "headers": headers, "body": text}


def _caller(context: Mapping[str, str]) -> Caller | None:
    if "subject" not in context:
        return None
    return Caller(context["subject"], context["name"], cast("Role", context["role"]))
