"""What functions answer, and what API Gateway makes of it."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from twin_local.execution.execute_api.gateway_responses import HttpAnswer
from twin_local.execution.execute_api.http_api.call import HttpApiError, server_error
from twin_local.execution.types import Json

JSON, TEXT = "application/json", "text/plain; charset=utf-8"


def http_answer(result: Json, version: str) -> HttpAnswer:
    """Return the response of a function's answer; format 2.0 infers it where it has no status.

    Raises:
        HttpApiError: 500, the answer is not what the format expects.
    """
    if not isinstance(result, dict) or "statusCode" not in result:
        if version != "2.0":
            raise server_error()
        text = result if isinstance(result, str) else json.dumps(result)
        return HttpAnswer(200, text.encode(), (("Content-Type", JSON),))
    try:
        status = int(result["statusCode"])
        body = _body(result)
    except (TypeError, ValueError, binascii.Error) as error:
        raise server_error() from error
    if not 100 <= status < 600:
        raise server_error()
    return HttpAnswer(status, body, _headers(result, version))


def refusal(error: HttpApiError) -> HttpAnswer:
    """Return what the API itself answers."""
    body = json.dumps({"message": error.message}).encode()
    return HttpAnswer(error.status, body, (("Content-Type", JSON), *error.headers))


def _body(result: dict[str, Any]) -> bytes:
    body = result.get("body")
    if body is None:
        return b""
    text = body if isinstance(body, str) else json.dumps(body)
    return base64.b64decode(text, validate=True) if result.get("isBase64Encoded") else text.encode()


def _headers(result: dict[str, Any], version: str) -> tuple[tuple[str, str], ...]:
    single = [(name, _text(value)) for name, value in (result.get("headers") or {}).items()]
    many = result.get("multiValueHeaders") or {} if version == "1.0" else {}
    named = {name.lower() for name in many}
    headers = [(name, value) for name, value in single if name.lower() not in named]
    headers += [(name, _text(value)) for name, values in many.items() for value in values]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", TEXT))
    cookies = result.get("cookies") or [] if version == "2.0" else []
    return (*headers, *(("Set-Cookie", _text(cookie)) for cookie in cookies))


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)
