"""What functions receive: payload formats 2.0 and 1.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import time
from typing import Any

from twin_local.execution.execute_api.http_api.call import HttpCall

TEXT_TYPES = ("text/", "application/json", "application/javascript", "application/xml")


def event_of(call: HttpCall, authorizer: dict[str, Any], version: str) -> dict[str, Any]:
    """Return the event of a call in a payload format."""
    body, encoded = _body(call)
    event = _second(call) if version == "2.0" else _first(call)
    if authorizer:
        flat = authorizer if version == "2.0" else _flat(authorizer)
        event["requestContext"]["authorizer"] = flat
    if body is not None or version == "1.0":
        event["body"] = body
    return {**event, "isBase64Encoded": encoded}


def _second(call: HttpCall) -> dict[str, Any]:
    request = call.request
    headers = {name.lower(): value for name, value in request.headers.items()}
    cookies = [part.strip() for part in headers.pop("cookie", "").split(";") if part.strip()]
    many = _queries(call)
    parts = {
        "cookies": cookies,
        "queryStringParameters": {name: ",".join(values) for name, values in many.items()},
        "pathParameters": call.path_parameters,
        "stageVariables": dict(call.stage.stage_variables or {}),
    }
    return {
        "version": "2.0",
        "routeKey": call.route.route_key,
        "rawPath": call.raw_path,
        "rawQueryString": request.raw_query,
        "headers": headers,
        "requestContext": {
            **_context(call),
            "http": {
                "method": request.method,
                "path": call.raw_path,
                "protocol": "HTTP/1.1",
                "sourceIp": request.source_ip,
                "userAgent": request.header("User-Agent"),
            },
            "routeKey": call.route.route_key,
            **_moment("time", "timeEpoch"),
        },
        **{name: value for name, value in parts.items() if value},
    }


def _first(call: HttpCall) -> dict[str, Any]:
    request, many = call.request, _queries(call)
    identity = {"sourceIp": request.source_ip, "userAgent": request.header("User-Agent")}
    resource = call.route.route_key.split(" ")[-1]
    return {
        "version": "1.0",
        "resource": resource,
        "path": call.raw_path,
        "httpMethod": request.method,
        "headers": dict(request.headers),
        "multiValueHeaders": {name: [value] for name, value in request.headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in many.items()} or None,
        "multiValueQueryStringParameters": many or None,
        "requestContext": {
            **_context(call),
            "extendedRequestId": request.request_id,
            "httpMethod": request.method,
            "identity": identity,
            "path": call.raw_path,
            "protocol": "HTTP/1.1",
            "resourceId": call.route.route_key,
            "resourcePath": resource,
            **_moment("requestTime", "requestTimeEpoch"),
        },
        "pathParameters": call.path_parameters or None,
        "stageVariables": dict(call.stage.stage_variables or {}) or None,
    }


def _context(call: HttpCall) -> dict[str, Any]:
    host = call.request.header("Host")
    return {
        "accountId": call.account,
        "apiId": call.api.api_id,
        "domainName": host,
        "domainPrefix": host.split(".")[0],
        "requestId": call.request.request_id,
        "stage": call.stage.name,
    }


def _moment(text: str, epoch: str) -> dict[str, Any]:
    now = time.time()
    shown = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now))
    return {text: shown, epoch: int(now * 1000)}


def _queries(call: HttpCall) -> dict[str, list[str]]:
    many: dict[str, list[str]] = {}
    for name, value in call.request.query:
        many.setdefault(name, []).append(value)
    return many


def _body(call: HttpCall) -> tuple[str | None, bool]:
    """Return the body as functions receive it, and whether that is base64."""
    request = call.request
    if not request.body:
        return None, False
    kind = request.header("Content-Type").lower()
    packed = request.header("Content-Encoding") not in ("", "identity")
    if packed or not (not kind or kind.startswith(TEXT_TYPES) or "+json" in kind):
        return base64.b64encode(request.body).decode(), True
    return request.body.decode("utf-8", "replace"), False


def _flat(authorizer: dict[str, Any]) -> dict[str, Any]:
    """Return the context of format 1.0, where it does not say which kind of authorizer it is."""
    kind, content = next(iter(authorizer.items()))
    return {"claims": content["claims"], "scopes": content["scopes"]} if kind == "jwt" else content
