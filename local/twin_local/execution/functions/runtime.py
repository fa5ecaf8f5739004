"""The Python runtime inside a function worker: import the handler, then answer invocations.

Standard library only; loaded by the process keeper. Errors, log lines and the context object are
shaped as the AWS Lambda Python runtime shapes them.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

HEADER = struct.Struct("!I")
Handler = Callable[[Any, "Context"], Any]


class RuntimeFault(Exception):
    """The handler could not be loaded or its answer could not be sent; `kind` is Lambda's name."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Context:
    """The context object that a handler receives as its second argument."""

    def __init__(self, invocation: dict[str, Any]) -> None:
        self.aws_request_id: str = invocation["request_id"]
        self.invoked_function_arn: str = invocation["function_arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.client_context: Any = invocation.get("client_context")
        self.identity = None
        self._deadline = time.monotonic() + invocation["timeout_s"]

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds until the invocation times out."""
        return max(int((self._deadline - time.monotonic()) * 1000), 0)


class LogFormat(logging.Filter):
    """Put the request id of the running invocation on every log record."""

    request_id = ""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record."""
        record.aws_request_id = self.request_id
        return True


def set_up_logging() -> LogFormat:
    """Give the root logger the handler and format that the Lambda runtime gives it."""
    logging.Formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stdout)
    pattern = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
    handler.setFormatter(logging.Formatter(pattern, "%Y-%m-%dT%H:%M:%S"))
    log_format = LogFormat()
    handler.addFilter(log_format)
    logging.getLogger().addHandler(handler)
    return log_format


def load_handler(name: str) -> Handler:
    """Import the module of `module.function` and return the function."""
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        raise RuntimeFault("Runtime.MalformedHandlerName", f"Bad handler '{name}'")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        raise RuntimeFault("Runtime.ImportModuleError", message) from error
    except SyntaxError as error:
        message = f"Syntax error in module '{module_name}': {error}"
        raise RuntimeFault("Runtime.UserCodeSyntaxError", message) from error
    handler: Handler | None = getattr(module, function_name, None)
    if handler is None:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise RuntimeFault("Runtime.HandlerNotFound", message)
    return handler


def describe(error: BaseException, request_id: str) -> dict[str, Any]:
    """Return an exception as Lambda reports it, without the runtime's own frames."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename != __file__]
    return {
        "errorMessage": str(error),
        "errorType": error.kind if isinstance(error, RuntimeFault) else type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(own),
    }


def answer(handler: Handler | Exception, invocation: dict[str, Any]) -> tuple[bool, str]:
    """Run one invocation; return whether it succeeded and its JSON answer or error."""
    try:
        if isinstance(handler, Exception):
            raise handler
        result = handler(invocation["event"], Context(invocation))
        try:
            return True, json.dumps(result)
        except (TypeError, ValueError) as error:
            message = f"Unable to marshal response: {error}"
            raise RuntimeFault("Runtime.MarshalError", message) from error
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is its answer
        report = describe(error, invocation["request_id"])
        print(f"[ERROR] {report['errorType']}: {report['errorMessage']}")
        print("".join(["Traceback (most recent call last):\n", *report["stackTrace"]]), flush=True)
        return False, json.dumps(report)


def receive(connection: socket.socket) -> dict[str, Any] | None:
    """Read one invocation; None when the server closed the connection."""
    stream = connection.makefile("rb")
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    body = stream.read(HEADER.unpack(header)[0])
    invocation: dict[str, Any] = json.loads(body)
    return invocation


def serve(connection: socket.socket) -> None:
    """Load the handler and answer invocations until the connection closes."""
    time.tzset()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    log_format = set_up_logging()
    handler: Handler | Exception
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:  # noqa: BLE001 - each invocation reports why the import failed
        handler = error
    while (invocation := receive(connection)) is not None:
        log_format.request_id = invocation["request_id"]
        succeeded, body = answer(handler, invocation)
        sys.stdout.flush()
        sys.stderr.flush()
        payload = body.encode()
        connection.sendall(HEADER.pack(len(payload) + 1) + (b"1" if succeeded else b"0") + payload)
        if isinstance(handler, Exception):
            return
