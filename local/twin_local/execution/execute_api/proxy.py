"""Lambda proxy integration: the event, and the answer it must give."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from twin_local.execution.execute_api.context import request_context
from twin_local.execution.execute_api.gateway_responses import HttpAnswer, bad_integration
from twin_local.execution.execute_api.media_types import is_binary
from twin_local.execution.execute_api.request import Call
from twin_local.execution.types import Json


def proxy_event(call: Call, authorizer: dict[str, Any]) -> dict[str, Any]:
    """Return the event of a Lambda proxy integration (payload format 1.0)."""
    request = call.request
    binary = is_binary(call.api.binaryMediaTypes, request.header("Content-Type"))
    body = (
        base64.b64encode(request.body).decode()
        if binary
        else request.body.decode("utf-8", "replace")
    )
    many: dict[str, list[str]] = {}
    for name, value in request.query:
        many.setdefault(name, []).append(value)
    headers = {
        **request.headers,
        "X-Forwarded-For": request.source_ip,
        "X-Forwarded-Proto": "https",
    }
    return {
        "resource": call.resource.get_path(),
        "path": request.path,
        "httpMethod": request.method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in many.items()} or None,
        "multiValueQueryStringParameters": many or None,
        "pathParameters": call.path_parameters or None,
        "stageVariables": dict(call.stage.variables) or None,
        "requestContext": request_context(call, authorizer),
        "body": body if request.body else None,
        "isBase64Encoded": binary and bool(request.body),
    }


def http_answer(call: Call, result: Json) -> HttpAnswer:
    """Return the HTTP response of a handler's answer.

    Raises:
        GatewayError: 502, the answer is not what the proxy integration expects.
    """
    known = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}
    if not isinstance(result, dict) or set(result) - known or "statusCode" not in result:
        raise bad_integration()
    try:
        status = int(result["statusCode"])
    except (TypeError, ValueError) as error:
        raise bad_integration() from error
    body = result.get("body")
    if not (body is None or isinstance(body, str)) or not 100 <= status < 600:
        raise bad_integration()
    return HttpAnswer(status, _body(call, body or "", result), _headers(result))


def _body(call: Call, body: str, result: dict[str, Any]) -> bytes:
    wanted = is_binary(call.api.binaryMediaTypes, call.request.header("Accept"))
    if not (result.get("isBase64Encoded") and wanted):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise bad_integration() from error


def _headers(result: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    many = {name: list(values) for name, values in (result.get("multiValueHeaders") or {}).items()}
    for name, value in (result.get("headers") or {}).items():
        if value is not None and name.lower() not in {key.lower() for key in many}:
            many[name] = [value]
    if not any(name.lower() == "content-type" for name in many):
        many["Content-Type"] = ["application/json"]
    return tuple((name, _text(value)) for name, values in many.items() for value in values)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)
