"""Make moto's Lambda run functions: `LambdaFunction.invoke` goes to the executor."""

from __future__ import annotations

import base64
import json
from typing import Any

from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.models import LambdaFunction

from twin_local.execution.functions.asynchronous import AsynchronousQueue
from twin_local.execution.functions.executor import Answer, FunctionExecutor, Throttled
from twin_local.execution.patching import original, replace

MAXIMUM_EVENT_BYTES = 1024 * 1024
"""AWS Lambda: the payload of an asynchronous invocation is at most 1 MB (256 KB until 2025)."""

MAXIMUM_TAIL_BYTES = 4 * 1024


def install(*, executor: FunctionExecutor, queue: AsynchronousQueue) -> None:
    """Replace moto's Docker execution by ours, and keep dead-letter and logging settings."""

    def invoke(
        function: LambdaFunction, body: str | bytes, request_headers: Any, response_headers: Any
    ) -> bytes:
        kind = _header(request_headers, "x-amz-invocation-type") or "RequestResponse"
        event = _parse(body)
        response_headers["x-amz-executed-version"] = str(function.version)
        if kind == "DryRun":
            return b""
        if kind == "Event":
            _check_size(body, MAXIMUM_EVENT_BYTES)
            queue.submit(function, event)
            return b""
        return _answer(_run(executor, function, event, request_headers), response_headers)

    replace(LambdaFunction, "invoke", invoke)
    _keep_settings()


def _run(executor: FunctionExecutor, function: LambdaFunction, event: Any, headers: Any) -> Answer:
    encoded = _header(headers, "x-amz-client-context")
    client_context = json.loads(base64.b64decode(encoded)) if encoded else None
    try:
        return executor.run(function, event, client_context=client_context)
    except Throttled as error:
        throttled = LambdaClientError("TooManyRequestsException", f"Rate Exceeded. {error}")
        throttled.code = 429
        raise throttled from error


def _answer(answer: Answer, headers: Any) -> bytes:
    if answer.error:
        headers["x-amz-function-error"] = "Unhandled"
    tail = answer.output.encode()[-MAXIMUM_TAIL_BYTES:]
    headers["x-amz-log-result"] = base64.b64encode(tail).decode()
    headers["x-amzn-requestid"] = answer.request_id
    return answer.payload


def _parse(body: str | bytes) -> Any:
    if not body:
        return {}
    try:
        return json.loads(body)
    except ValueError as error:
        message = f"Could not parse request body into json: {error}"
        raise LambdaClientError("InvalidRequestContentException", message) from error


def _check_size(body: str | bytes, maximum: int) -> None:
    if len(body) > maximum:
        message = f"{len(body)} byte payload is too large for the Event invocation type"
        raise LambdaClientError("RequestTooLargeException", f"{message} (limit {maximum} bytes)")


def _header(headers: Any, name: str) -> str | None:
    for key, value in dict(headers or {}).items():
        if str(key).lower() == name:
            return str(value)
    return None


def _keep_settings() -> None:
    """Keep DeadLetterConfig and LoggingConfig, which moto drops."""
    initialise = original(LambdaFunction, "__init__")
    configuration = original(LambdaFunction, "get_configuration")
    update = original(LambdaFunction, "update_configuration")

    def __init__(function: LambdaFunction, *args: Any, **settings: Any) -> None:
        initialise(function, *args, **settings)
        spec = settings.get("spec") or args[1]
        _set(function, spec)

    def get_configuration(function: LambdaFunction, on_create: bool = False) -> dict[str, Any]:
        shown: dict[str, Any] = configuration(function, on_create)
        if dead_letters := getattr(function, "dead_letter_config", None):
            shown["DeadLetterConfig"] = dead_letters
        group = function.logs_group_name
        shown["LoggingConfig"] = {"LogFormat": "Text", "LogGroup": group}
        return shown

    def update_configuration(function: LambdaFunction, updates: dict[str, Any]) -> dict[str, Any]:
        _set(function, updates)
        shown: dict[str, Any] = update(function, updates)
        return shown

    replace(LambdaFunction, "__init__", __init__)
    replace(LambdaFunction, "get_configuration", get_configuration)
    replace(LambdaFunction, "update_configuration", update_configuration)


def _set(function: LambdaFunction, spec: dict[str, Any]) -> None:
    if "DeadLetterConfig" in spec:
        function.dead_letter_config = spec["DeadLetterConfig"]  # type: ignore[attr-defined]
    if group := spec.get("LoggingConfig", {}).get("LogGroup"):
        function.logs_group_name = group
