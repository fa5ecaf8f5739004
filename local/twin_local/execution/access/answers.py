"""Errors in the shapes of the services' protocols."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from twin_local.execution.presigned import allowed_origin
from twin_local.execution.types import Environ, StartResponse, WsgiApplication

DENIED, FORBIDDEN = "AccessDeniedException", 403
STATUS_TEXTS = {400: "400 Bad Request", 403: "403 Forbidden"}


@dataclass(frozen=True)
class ErrorAnswer:
    """One error of a service that speaks a protocol of botocore's."""

    service: str
    protocol: str
    message: str
    code: str = DENIED
    status: int = FORBIDDEN


def application(error: ErrorAnswer) -> WsgiApplication:
    """Return what answers with an error."""
    status, content_type, body, extra = _write(error)

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        headers = [
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            ("x-amzn-RequestId", "denied"),
            *extra,
            *allowed_origin(environ),
        ]
        start_response(STATUS_TEXTS[status], headers)
        return [body]

    return answer


def _write(error: ErrorAnswer) -> tuple[int, str, bytes, list[tuple[str, str]]]:
    code, message = error.code.removesuffix("Exception"), escape(error.message)
    if error.service == "s3":
        xml = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
        return error.status, "application/xml", xml.encode(), []
    if error.protocol in ("query", "ec2"):
        xml = (
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>"
            f"<Message>{message}</Message></Error></ErrorResponse>"
        )
        return error.status, "text/xml", xml.encode(), []
    told = {"__type": error.code, "message": error.message, "Message": error.message}
    status = error.status if error.protocol == "rest-json" else 400
    kind = ("x-amzn-ErrorType", error.code)
    return status, "application/x-amz-json-1.1", json.dumps(told).encode(), [kind]
