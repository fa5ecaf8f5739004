"""The Invoke operation: qualifiers, invocation types, sizes and throttling as AWS Lambda has them.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import unquote

from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.models import LambdaFunction
from moto.awslambda.responses import LambdaResponse

from twin_local.execution.arns import parse
from twin_local.execution.functions.asynchronous import AsynchronousQueue
from twin_local.execution.functions.executor import Answer, FunctionExecutor, Throttled
from twin_local.execution.functions.lookup import Invoked, invoked
from twin_local.execution.patching import replace

MAXIMUM_PAYLOAD_BYTES = 6 * 1024 * 1024
MAXIMUM_EVENT_BYTES = 1024 * 1024
"""AWS Lambda: the payload of an asynchronous invocation is at most 1 MB (256 KB until 2025)."""

MAXIMUM_TAIL_BYTES = 4 * 1024
CONTENT_TYPE = ("Content-Type", "application/json")
HttpAnswer = tuple[int, dict[str, str], str | bytes]


def install(*, executor: FunctionExecutor, queue: AsynchronousQueue) -> None:
    """Replace moto's execution, which needs Docker, and its operation, which has no qualifiers."""

    def answer_operation(response: LambdaResponse) -> HttpAnswer:
        named = _named(response)
        kind = _header(response.headers, "x-amz-invocation-type") or "RequestResponse"
        event = _parse(response.body, kind)
        version = str(named.function.version)
        headers = {"x-amz-executed-version": version, **dict([CONTENT_TYPE])}
        if kind == "DryRun":
            return 204, {**headers, "status": "204"}, b""
        if kind == "Event":
            queue.submit(named.function, event, invoked_arn=named.arn)
            return 202, {**headers, "status": "202"}, b""
        answer = _run(executor, named, event, response.headers)
        tail = _header(response.headers, "x-amz-log-type") == "Tail"
        return 200, {**headers, **_headers(answer, tail=tail)}, answer.payload

    def invoke(
        function: LambdaFunction, body: str | bytes, request_headers: Any, response_headers: Any
    ) -> bytes:
        """Run a function for a part of moto that invokes one itself."""
        named = Invoked(function, function.function_arn)
        answer = _run(executor, named, json.loads(body or b"{}"), request_headers)
        response_headers.update(_headers(answer, tail=True))
        return answer.payload

    replace(LambdaResponse, "invoke", answer_operation)
    replace(LambdaFunction, "invoke", invoke)


def _named(response: LambdaResponse) -> Invoked:
    """Return the function that the address of a request names, by name, ARN or part of one."""
    name = unquote(response.path.rsplit("/", 2)[-2])
    qualifier = response.querystring.get("Qualifier", [None])[0]
    if not name.startswith("arn:"):
        name = name.rpartition("function:")[2]
        account, region = response.current_account, response.region
        name = f"arn:aws:lambda:{region}:{account}:function:{name}"
    if qualifier and len(name.split(":")) < 8:
        name = f"{name}:{qualifier}"
    return invoked(parse(name))


def _run(executor: FunctionExecutor, named: Invoked, event: Any, headers: Any) -> Answer:
    encoded = _header(headers, "x-amz-client-context")
    client_context = json.loads(base64.b64decode(encoded)) if encoded else None
    try:
        return executor.run(
            named.function, event, client_context=client_context, invoked_arn=named.arn
        )
    except Throttled as error:
        raise throttled(error) from error


def throttled(error: Throttled) -> LambdaClientError:
    """Return the error that callers of the API get."""
    refused = LambdaClientError("TooManyRequestsException", f"Rate Exceeded. {error}")
    refused.code = 429
    refused.description = json.dumps(
        {"Reason": error.reason, "Type": "User", "message": f"Rate Exceeded. {error}"}
    )
    return refused


def _headers(answer: Answer, *, tail: bool) -> dict[str, str]:
    headers = {"x-amzn-requestid": answer.request_id}
    if answer.error:
        headers["x-amz-function-error"] = "Unhandled"
    if tail:
        last = answer.output.encode()[-MAXIMUM_TAIL_BYTES:]
        headers["x-amz-log-result"] = base64.b64encode(last).decode()
    return headers


def _parse(body: str | bytes, kind: str) -> Any:
    limit = MAXIMUM_EVENT_BYTES if kind == "Event" else MAXIMUM_PAYLOAD_BYTES
    if (size := len(body.encode() if isinstance(body, str) else body)) > limit:
        message = f"{size} byte payload is too large for the {kind} invocation type"
        refused = LambdaClientError("RequestTooLargeException", f"{message} (limit {limit} bytes)")
        refused.code = 413
        raise refused
    try:
        return json.loads(body) if body else {}
    except ValueError as error:
        message = f"Could not parse request body into json: {error}"
        raise LambdaClientError("InvalidRequestContentException", message) from error


def _header(headers: Any, name: str) -> str | None:
    for key, value in dict(headers or {}).items():
        if str(key).lower() == name:
            return str(value)
    return None
