"""Run one invocation of a Lambda function in a worker and write its log lines."""

from __future__ import annotations

import json
import logging
import os
import time
import uuid
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moto.awslambda.models import LambdaFunction

from twin_local.execution import logs
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.functions.packages import PackageError, unzip
from twin_local.execution.functions.pool import NoRoom, Pool
from twin_local.execution.functions.worker import Outcome, Worker
from twin_local.execution.processes.client import KeeperClient
from twin_local.server.context import ServerContext

LOG = logging.getLogger(__name__)
MAXIMUM_PAYLOAD_BYTES = 6 * 1024 * 1024
"""AWS Lambda: request and response of a synchronous invocation are at most 6 MB each."""


class Throttled(RuntimeError):
    """The function's reserved concurrency, or every worker, is in use."""


@dataclass(frozen=True)
class Answer:
    """What an invocation returned; `error` says whether the payload describes an error."""

    payload: bytes
    error: bool
    output: str
    request_id: str


class FunctionExecutor:
    """Runs functions of moto's Lambda state in pooled workers."""

    def __init__(
        self, *, context: ServerContext, keeper: KeeperClient, credentials: CredentialIssuer
    ) -> None:
        self._context = context
        self._keeper = keeper
        self._credentials = credentials
        self._pool = Pool()
        self._running: dict[str, int] = {}

    def run(self, function: LambdaFunction, event: Any, *, client_context: Any = None) -> Answer:
        """Run an invocation and wait for its answer.

        Raises:
            Throttled: the reserved concurrency or every worker is in use.
        """
        request_id = str(uuid.uuid4())
        reserved = function.reserved_concurrency
        arn = function.function_arn
        if reserved is not None and self._running.get(arn, 0) >= int(reserved):
            raise Throttled(
                f"{function.function_name} has {reserved} reserved executions, all busy"
            )
        self._running[arn] = self._running.get(arn, 0) + 1
        try:
            return self._run(function, event, client_context, request_id)
        finally:
            self._running[arn] -= 1

    def close(self) -> None:
        """End the idle workers."""
        self._pool.close()

    def _run(
        self, function: LambdaFunction, event: Any, client_context: Any, request_id: str
    ) -> Answer:
        key = self._key(function)
        began = time.monotonic()
        started: list[Worker] = []

        def start() -> Worker:
            started.append(self._start(function))
            return started[0]

        try:
            worker = self._pool.acquire(key, start)
        except NoRoom as error:
            raise Throttled(str(error)) from error
        except PackageError as error:
            return _not_runnable(error, request_id)
        invocation = {
            "request_id": request_id,
            "function_arn": function.function_arn,
            "client_context": client_context,
            "timeout_s": int(function.timeout),
            "event": event,
        }
        init_s = time.monotonic() - began if started else None
        outcome = worker.call(
            request_id=request_id, invocation=invocation, timeout_s=float(function.timeout)
        )
        self._finish(key, worker, outcome)
        return self._report(function, worker, outcome, request_id, init_s)

    def _finish(self, key: Hashable, worker: Worker, outcome: Outcome) -> None:
        if outcome.alive and not _must_restart(outcome):
            self._pool.release(key, worker)
        else:
            self._pool.discard(worker)

    def _report(
        self,
        function: LambdaFunction,
        worker: Worker,
        outcome: Outcome,
        request_id: str,
        init_s: float | None,
    ) -> Answer:
        payload, error = outcome.payload, not outcome.succeeded
        if len(payload) > MAXIMUM_PAYLOAD_BYTES:
            payload, error = _too_large(len(payload)), True
        lines = _log_lines(function, outcome, request_id, init_s)
        logs.write(
            account=function.account_id,
            region=function.region,
            group=function.logs_group_name,
            stream=worker.log_stream,
            lines=lines,
        )
        if error:
            LOG.warning("%s: %s", function.function_name, payload[:1000].decode(errors="replace"))
        return Answer(payload, error, "\n".join(lines), request_id)

    def _key(self, function: LambdaFunction) -> Hashable:
        environment = tuple(sorted((function.environment_vars or {}).items()))
        layers = tuple(layer["Arn"] for layer in function.layers)
        return (
            function.function_arn,
            function.code_sha_256,
            function.handler,
            function.role,
            function.memory_size,
            environment,
            layers,
        )

    def _start(self, function: LambdaFunction) -> Worker:
        digest = function.code_sha_256.replace("/", "_").replace("+", "-").rstrip("=")
        folder = unzip(function.code_bytes, self._context.state_dir / "functions" / digest)
        return Worker(
            keeper=self._keeper, environment=self._environment(function, folder), folder=folder
        )

    def _environment(self, function: LambdaFunction, folder: Path) -> dict[str, str]:
        today = time.strftime("%Y/%m/%d", time.gmtime())
        stream = f"{today}/[{function.version}]{uuid.uuid4().hex}"
        reserved = {
            "_HANDLER": str(function.handler),
            "AWS_DEFAULT_REGION": function.region,
            "AWS_ENDPOINT_URL": self._context.endpoint_url,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
            "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
            "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
            "AWS_LAMBDA_LOG_STREAM_NAME": stream,
            "AWS_REGION": function.region,
            "LAMBDA_TASK_ROOT": str(folder),
            "LANG": "en_US.UTF-8",
            "PATH": os.environ.get("PATH", os.defpath),
            "TZ": ":UTC",
            **self._credentials.of_role(function.role).environment(),
        }
        return {**(function.environment_vars or {}), **reserved}


def _must_restart(outcome: Outcome) -> bool:
    """Say whether the worker ended itself after its answer: its handler could not be loaded."""
    return not outcome.succeeded and b'"errorType": "Runtime.' in outcome.payload


def _log_lines(
    function: LambdaFunction, outcome: Outcome, request_id: str, init_s: float | None
) -> list[str]:
    duration_ms = outcome.duration_s * 1000
    report = (
        f"REPORT RequestId: {request_id}\tDuration: {duration_ms:.2f} ms\t"
        f"Billed Duration: {int(duration_ms) + 1} ms\tMemory Size: {function.memory_size} MB"
    )
    if init_s is not None:
        report += f"\tInit Duration: {init_s * 1000:.2f} ms"
    return [
        f"START RequestId: {request_id} Version: {function.version}",
        *outcome.output.splitlines(),
        f"END RequestId: {request_id}",
        report,
    ]


def _not_runnable(error: PackageError, request_id: str) -> Answer:
    body = {"errorType": "Runtime.InvalidEntrypoint", "errorMessage": str(error)}
    return Answer(json.dumps(body).encode(), error=True, output="", request_id=request_id)


def _too_large(size: int) -> bytes:
    message = (
        f"Response payload size ({size} bytes) exceeded maximum allowed payload size"
        f" ({MAXIMUM_PAYLOAD_BYTES} bytes)."
    )
    body = {"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}
    return json.dumps(body).encode()
