"""Run one invocation of a Lambda function in a worker and write its log lines."""

from __future__ import annotations

import json
import logging
import shutil
import time
import uuid
from collections.abc import Hashable
from typing import Any

from moto.awslambda.models import LambdaFunction

from twin_local.execution.credentials import CredentialIssuer, Credentials
from twin_local.execution.functions import image_environments, reports
from twin_local.execution.functions.concurrency import ALL_BUSY, Concurrency, Throttled
from twin_local.execution.functions.environment import (
    SCRATCH,
    Folders,
    environment,
    scratch_folder,
)
from twin_local.execution.functions.invocation_log import InvocationLog
from twin_local.execution.functions.layers import opt_folder, search_path
from twin_local.execution.functions.outcome import Outcome
from twin_local.execution.functions.packages import PackageError, unzip
from twin_local.execution.functions.pool import NoRoom, Pool
from twin_local.execution.functions.reports import Answer
from twin_local.execution.functions.sandbox import Sandbox
from twin_local.execution.functions.worker import Worker
from twin_local.execution.processes.client import KeeperClient
from twin_local.server.context import ServerContext

LOG = logging.getLogger(__name__)
MEBIBYTE = 1024 * 1024

__all__ = ["Answer", "FunctionExecutor", "Throttled"]


class FunctionExecutor:
    """Runs functions of moto's Lambda state in pooled workers."""

    def __init__(
        self, *, context: ServerContext, keeper: KeeperClient, credentials: CredentialIssuer
    ) -> None:
        self._context = context
        self._keeper = keeper
        self._credentials = credentials
        self._pool = Pool()
        self._concurrency = Concurrency()
        shutil.rmtree(context.state_dir / SCRATCH, ignore_errors=True)

    def run(
        self,
        function: LambdaFunction,
        event: Any,
        *,
        client_context: Any = None,
        invoked_arn: str | None = None,
    ) -> Answer:
        """Run an invocation and wait for its answer; `invoked_arn` is how the caller named it.

        Raises:
            Throttled: the reserved concurrency or every worker is in use.
        """
        invocation = {
            "request_id": str(uuid.uuid4()),
            "function_arn": invoked_arn or function.function_arn,
            "client_context": client_context,
            "timeout_s": int(function.timeout),
            "event": event,
        }
        with self._concurrency.running(function):
            return self._run(function, invocation)

    def close(self) -> None:
        """End the idle workers."""
        self._pool.close()

    def _run(self, function: LambdaFunction, invocation: dict[str, Any]) -> Answer:
        key = _key(function)
        began = time.monotonic()
        started: list[Sandbox] = []

        def start() -> Sandbox:
            started.append(self._start(function))
            return started[0]

        try:
            worker = self._pool.acquire(key, start)
        except NoRoom as error:
            raise Throttled(str(error), ALL_BUSY) from error
        except PackageError as error:
            return reports.not_runnable(error, invocation["request_id"])
        init_s = time.monotonic() - began if started else None
        request_id = str(invocation["request_id"])
        log = InvocationLog(function, worker.log_stream)
        log.write([reports.opening_line(function, request_id)])
        outcome = worker.call(
            invocation=invocation, timeout_s=float(function.timeout), hand_on=log.write
        )
        self._finish(key, worker, outcome)
        log.complete(outcome.output, reports.closing_lines(function, outcome, request_id, init_s))
        return _answer(function, outcome, request_id, log.text)

    def _finish(self, key: Hashable, worker: Sandbox, outcome: Outcome) -> None:
        if outcome.alive and not _must_restart(outcome):
            self._pool.release(key, worker)
        else:
            self._pool.discard(worker)

    def _start(self, function: LambdaFunction) -> Sandbox:
        credentials = self._credentials.of_role(function.role)
        if image_environments.is_image(function):
            return image_environments.start(
                function, context=self._context, keeper=self._keeper, credentials=credentials
            )
        return self._start_zip(function, credentials)

    def _start_zip(self, function: LambdaFunction, credentials: Credentials) -> Worker:
        state_dir = self._context.state_dir
        digest = function.code_sha_256.replace("/", "_").replace("+", "-").rstrip("=")
        folders = Folders(
            code=unzip([function.code_bytes], state_dir / "functions" / digest),
            layers=opt_folder(function, state_dir),
            scratch=scratch_folder(state_dir),
            runtime=self._keeper.packages(),
        )
        runtime = str(function.run_time)
        return Worker(
            keeper=self._keeper,
            environment=environment(function, folders, credentials, self._context.endpoint_url),
            folder=folders.code,
            scratch=folders.scratch,
            search_path=search_path(folders.layers, runtime) if folders.layers else (),
            memory_bytes=int(function.memory_size) * MEBIBYTE,
        )


def _key(function: LambdaFunction) -> Hashable:
    """Return what must be alike for a worker to be used again."""
    return (
        function.function_arn,
        function.code_sha_256,
        function.handler,
        tuple(function.image_config.cmd),
        tuple(function.image_config.entry_point),
        function.role,
        function.memory_size,
        tuple(sorted((function.environment_vars or {}).items())),
        tuple(layer["Arn"] for layer in function.layers),
    )


def _answer(function: LambdaFunction, outcome: Outcome, request_id: str, log: str) -> Answer:
    payload, error = reports.answer_of(outcome)
    if error:
        LOG.warning("%s: %s", function.function_name, payload[:1000].decode(errors="replace"))
    return Answer(payload, error, log, request_id, str(function.version))


def _must_restart(outcome: Outcome) -> bool:
    """Say whether the worker ended itself after its answer: its handler could not be loaded."""
    if outcome.succeeded:
        return False
    try:
        error = json.loads(outcome.payload)
    except ValueError:
        return False
    return isinstance(error, dict) and str(error.get("errorType")).startswith("Runtime.")
