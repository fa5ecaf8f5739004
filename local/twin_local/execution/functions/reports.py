"""What an invocation leaves: its answer, and the lines in its log stream."""

from __future__ import annotations

import json
from dataclasses import dataclass

from moto.awslambda.models import LambdaFunction

from twin_local.execution.functions.outcome import Outcome
from twin_local.execution.functions.packages import PackageError

MAXIMUM_RESPONSE_BYTES = 6_291_556
"""AWS Lambda: the response of a synchronous invocation is at most 6 MB (and 100 bytes)."""


@dataclass(frozen=True)
class Answer:
    """What an invocation returned; `error` says whether the payload describes an error."""

    payload: bytes
    error: bool
    output: str
    request_id: str
    version: str = "$LATEST"


def answer_of(outcome: Outcome) -> tuple[bytes, bool]:
    """Return the payload of an outcome, and whether it is an error."""
    if len(outcome.payload) > MAXIMUM_RESPONSE_BYTES:
        return _too_large(), True
    return outcome.payload, not outcome.succeeded


def not_runnable(error: PackageError, request_id: str) -> Answer:
    """Return the answer of a function whose package cannot be used."""
    body = {"errorType": "Runtime.InvalidEntrypoint", "errorMessage": str(error)}
    return Answer(json.dumps(body).encode(), error=True, output="", request_id=request_id)


def opening_line(function: LambdaFunction, request_id: str) -> str:
    """Return what CloudWatch Logs gets before the output of an invocation."""
    return f"START RequestId: {request_id} Version: {function.version}"


def closing_lines(
    function: LambdaFunction, outcome: Outcome, request_id: str, init_s: float | None
) -> list[str]:
    """Return what CloudWatch Logs gets after the output: END and REPORT."""
    duration_ms = outcome.duration_s * 1000
    report = (
        f"REPORT RequestId: {request_id}\tDuration: {duration_ms:.2f} ms\t"
        f"Billed Duration: {int(duration_ms) + 1} ms\tMemory Size: {function.memory_size} MB"
    )
    if outcome.memory_mb is not None:
        report += f"\tMax Memory Used: {outcome.memory_mb} MB"
    if init_s is not None:
        report += f"\tInit Duration: {init_s * 1000:.2f} ms"
    return [f"END RequestId: {request_id}", report]


def _too_large() -> bytes:
    message = (
        "Response payload size exceeded maximum allowed payload size"
        f" ({MAXIMUM_RESPONSE_BYTES} bytes)."
    )
    body = {"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}
    return json.dumps(body).encode()
