"""Stop an execution: at once for who asks, with the jobs and executions that its tasks wait for.

A task that waits (`.sync`) for a job cancels it when it is given up: the execution is stopped,
another branch fails, a Map Run exceeds its tolerated failures.
https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-sync
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.stepfunctions.parser.api import ExecutionFailedEventDetails, ExecutionStatus
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_batch as batch,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_sfn as sfn,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import (
    ResourceCondition,
    ResourceRuntimePart,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (  # noqa: E501
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.eval.callback.callback import (
    CallbackEndpoint,
    CallbackOutcome,
    HeartbeatEndpoint,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.program_state import ProgramStopped
from moto.stepfunctions.parser.backend.execution import (
    BaseExecutionWorkerCommunication,
    Execution,
)
from moto.stepfunctions.responses import StepFunctionResponse

from twin_local.execution import in_process
from twin_local.execution.patching import original, replace

LOG = logging.getLogger(__name__)
POLL_S = 0.25
REASON = "The execution that started it was stopped."

Resolver = Callable[[], Any]


class Nested:
    """Asks for the result of what a task waits for, and can give it up."""

    def __init__(self, resolve: Resolver, cancel: Callable[[], object]) -> None:
        self._resolve = resolve
        self._cancel = cancel

    def __call__(self) -> Any:
        """Return the result, None while there is none."""
        return self._resolve()

    def cancel(self) -> None:
        """Give it up; a role that may not is told in the log, as the service only tries."""
        try:
            self._cancel()
        except ClientError as error:
            LOG.warning("a job of a stopped execution goes on: %s", error)


def install() -> None:
    """Stop executions as the service does."""
    replace(Execution, "stop", _stop)
    replace(StepFunctionResponse, "stop_execution", _answer_stop)
    replace(Environment, "set_error", _set_error)
    replace(BaseExecutionWorkerCommunication, "terminated", _terminated)
    replace(StateTaskServiceCallback, "_eval_sync", _eval_sync)
    replace(batch.StateTaskServiceBatch, "_build_sync_resolver", _batch_resolver)
    for name in ("_build_sync_resolver", "_build_sync2_resolver"):
        replace(sfn.StateTaskServiceSfn, name, _execution_resolver(name))


def _answer_stop(response: StepFunctionResponse) -> ActionResult:
    backend = response.stepfunction_backend
    execution: Any = backend.describe_execution(response._get_param("executionArn"))
    if execution.exec_status == ExecutionStatus.RUNNING:
        error, cause = response._get_param("error"), response._get_param("cause")
        execution.stop(utcnow(), error=error, cause=cause)
    return ActionResult({"stopDate": execution.stop_date})


def _stop(
    execution: Execution, stop_date: datetime, error: str | None = None, cause: str | None = None
) -> None:
    worker = execution.exec_worker
    env = worker.env if worker else None
    execution.error, execution.cause = error, cause
    if env is None:
        execution.exec_status, execution.stop_date = ExecutionStatus.ABORTED, stop_date
        return
    env.set_stop(stop_date=stop_date, cause=cause, error=error)
    BaseExecutionWorkerCommunication(execution)._reflect_execution_status()  # type: ignore[no-untyped-call]
    for endpoint in list(env.callback_pool_manager._pool.values()):
        endpoint.interrupt_all()


def _terminated(communication: BaseExecutionWorkerCommunication) -> None:
    """Do not tell twice how an execution ended that was stopped while it worked."""
    if communication.execution.exec_status == ExecutionStatus.RUNNING:
        communication._reflect_execution_status()  # type: ignore[no-untyped-call]


def _set_error(env: Environment, error: ExecutionFailedEventDetails) -> None:
    """Leave an execution stopped, whatever its tasks say afterwards."""
    if not isinstance(env._program_state, ProgramStopped):
        original(Environment, "set_error")(env, error)


def _eval_sync(
    task: StateTaskServiceCallback,
    env: Environment,
    sync_resolver: Resolver | None,
    timeout_seconds: int | None,
    callback_endpoint: CallbackEndpoint | None,
    heartbeat_endpoint: HeartbeatEndpoint | None,
) -> CallbackOutcome | Any:
    outcomes: list[CallbackOutcome] = []
    if callback_endpoint is not None:

        def wait_for_token() -> None:
            outcomes.append(
                task._eval_wait_for_task_token(
                    env, timeout_seconds or 0, callback_endpoint, heartbeat_endpoint
                )
            )

        threading.Thread(target=wait_for_token, name="task-token", daemon=True).start()
    while env.is_running() and sync_resolver is not None:
        if result := sync_resolver():
            return result
        if outcomes:  # the task has timed out, or is being stopped
            break
        env.program_state_event.wait(POLL_S)
    if isinstance(sync_resolver, Nested):
        sync_resolver.cancel()
    return outcomes[0] if outcomes else None


def give_up(
    task: StateTaskServiceCallback,
    env: Environment,
    submitted: Any,
    part: ResourceRuntimePart,
    parameters: dict[str, Any],
    credentials: Any,
) -> None:
    """Cancel what a task has submitted and was stopped before it could wait for it."""
    build = {
        ResourceCondition.Sync: task._build_sync_resolver,
        ResourceCondition.Sync2: task._build_sync2_resolver,
    }.get(str(task.resource.condition))
    if build is None:
        return
    env.stack.append(submitted)
    resolver = build(env, part, parameters, credentials)
    if isinstance(resolver, Nested):
        resolver.cancel()


def _batch_resolver(
    task: batch.StateTaskServiceBatch,
    env: Environment,
    resource_runtime_part: ResourceRuntimePart,
    normalised_parameters: dict[str, Any],
    state_credentials: Any,
) -> Nested:
    job_id = env.stack[-1]["JobId"]
    build = original(batch.StateTaskServiceBatch, "_build_sync_resolver")
    resolve = build(task, env, resource_runtime_part, normalised_parameters, state_credentials)
    client = in_process.client("batch", resource_runtime_part.region, state_credentials.role_arn)
    return Nested(resolve, lambda: client.terminate_job(jobId=job_id, reason=REASON))


def _execution_resolver(name: str) -> Callable[..., Nested]:
    def build(
        task: sfn.StateTaskServiceSfn,
        env: Environment,
        resource_runtime_part: ResourceRuntimePart,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> Nested:
        arn = env.stack[-1]["ExecutionArn"]
        by_moto = original(sfn.StateTaskServiceSfn, name)
        resolve = by_moto(
            task, env, resource_runtime_part, normalised_parameters, state_credentials
        )
        region, role = resource_runtime_part.region, state_credentials.role_arn
        client = in_process.client("stepfunctions", region, role)
        return Nested(resolve, lambda: client.stop_execution(executionArn=arn, cause=REASON))

    return build
