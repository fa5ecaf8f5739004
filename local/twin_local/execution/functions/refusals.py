"""Operations of Lambda that have an address of their own and are not served: say so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from twin_local.execution.types import Environ, StartResponse, WsgiApplication

REFUSED = {
    re.compile(r"/2019-09-30/functions/[^/]+/provisioned-concurrency"): "ProvisionedConcurrency",
    re.compile(r"/2021-11-15/functions/[^/]+/response-streaming-invocations"): (
        "InvokeWithResponseStream"
    ),
}
"""Provisioned concurrency keeps workers warm; here every worker that has run stays so."""


def select(environ: Environ) -> WsgiApplication | None:
    """Return the application that refuses such an operation, None for any other request."""
    path = environ["PATH_INFO"]
    named = next((name for one, name in REFUSED.items() if one.fullmatch(path)), None)
    if named is None:
        return None
    message = f"lambda: {named} is not implemented by the embedded AWS"
    body = json.dumps({"Type": "Server", "message": message}).encode()

    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("x-amzn-ErrorType", "NotImplementedException"),
        ]
        start_response("501 Not Implemented", headers)
        return [body]

    return application
