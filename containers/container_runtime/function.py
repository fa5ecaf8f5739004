"""The loop of an image that runs as a function of AWS Lambda: take an event, handle it, answer.

Lambda starts the image and says in `AWS_LAMBDA_RUNTIME_API` where events come from. The interface
is four HTTP calls, made for runtimes of one's own; with the standard library alone every image can
be a function without another package.
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from typing import Any, NoReturn

API_VARIABLE = "AWS_LAMBDA_RUNTIME_API"
INVOCATIONS = "/2018-06-01/runtime/invocation"
REQUEST_ID = "Lambda-Runtime-Aws-Request-Id"
ERROR_TYPE = "Lambda-Runtime-Function-Error-Type"


class FunctionFailed(Exception):
    """An event could not be handled; `error_type` is what a workflow tells failures apart by."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type


class RuntimeRefused(RuntimeError):
    """Lambda does not take an answer: this process is no longer the one that has the event."""


Handle = Callable[[Any], Any]
"""Return the answer to an event, both as of JSON; `FunctionFailed` is the only error it raises."""


def serve(handle: Handle) -> NoReturn:
    """Handle events one after the other until Lambda ends the process.

    Raises:
        RuntimeRefused: Lambda does not take an answer.
    """
    # Without a time limit: the process is frozen while it waits for an event.
    runtime = Runtime(HTTPConnection(os.environ[API_VARIABLE]))
    while True:
        runtime.handle_next(handle)


@dataclass(frozen=True)
class Runtime:
    """The interface of one execution environment."""

    connection: HTTPConnection

    def handle_next(self, handle: Handle) -> None:
        """Wait for an event and answer it.

        Raises:
            RuntimeRefused: Lambda does not take the answer.
        """
        headers, body = self._call("GET", f"{INVOCATIONS}/next")
        request = f"{INVOCATIONS}/{headers[REQUEST_ID]}"
        try:
            answer = handle(json.loads(body))
        except FunctionFailed as error:
            said = {"errorMessage": str(error), "errorType": error.error_type, "stackTrace": []}
            self._call("POST", f"{request}/error", said, {ERROR_TYPE: error.error_type})
        else:
            self._call("POST", f"{request}/response", answer)

    def _call(
        self, method: str, path: str, value: object = None, headers: dict[str, str] | None = None
    ) -> tuple[HTTPMessage, bytes]:
        body = None if method == "GET" else json.dumps(value).encode()
        self.connection.request(method, path, body, headers or {})
        response = self.connection.getresponse()
        content = response.read()
        if response.status >= 300:
            raise RuntimeRefused(f"{method} {path}: {response.status}")
        return response.headers, content
