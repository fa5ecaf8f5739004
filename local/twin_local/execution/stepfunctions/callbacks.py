"""Answers to tasks that wait for a token, found in every running execution and child.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import cast

from moto.core.exceptions import AWSError
from moto.core.responses import ActionResult, EmptyResult
from moto.stepfunctions.exceptions import InvalidToken
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.eval.callback.callback import (
    CallbackConsumerTimeout,
    CallbackNotifyConsumerError,
    CallbackOutcome,
    CallbackOutcomeFailure,
    CallbackOutcomeSuccess,
    CallbackPoolManager,
)
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse

from twin_local.execution.patching import replace
from twin_local.execution.stepfunctions.distributed.running import running_children
from twin_local.execution.stepfunctions.machines import executions_of
from twin_local.execution.stepfunctions.waits import answered, heartbeat, wait_for

GONE = "Task Timed Out: 'Provided task does not exist anymore'"


class TaskTimedOut(AWSError):
    """The task of a token has ended by its timeout."""

    TYPE = "TaskTimedOut"
    STATUS = 400


class TaskDoesNotExist(AWSError):
    """The task of a token has ended."""

    TYPE = "TaskDoesNotExist"
    STATUS = 400


class InvalidOutput(AWSError):
    """The output of a task is not JSON."""

    TYPE = "InvalidOutput"
    STATUS = 400


def install(now: Callable[[], float]) -> None:
    """Serve SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat."""

    def keep_alive(backend: StepFunctionsParserBackend, task_token: str) -> None:
        _heartbeat(backend, task_token, now())

    replace(StepFunctionsParserBackend, "send_task_success", _success)
    replace(StepFunctionsParserBackend, "send_task_failure", _failure)
    replace(StepFunctionsParserBackend, "send_task_heartbeat", keep_alive)
    replace(StepFunctionResponse, "send_task_failure", _answer_failure)


def _answer_failure(response: StepFunctionResponse) -> ActionResult:
    """Pass the cause on, which moto leaves out."""
    given = {name: response._get_param(name) for name in ("error", "cause")}
    backend = cast(StepFunctionsParserBackend, response.stepfunction_backend)
    _failure(backend, response._get_param("taskToken"), **given)
    return EmptyResult()


def _success(backend: StepFunctionsParserBackend, task_token: str, outcome: str) -> None:
    try:
        json.loads(outcome)
    except (TypeError, ValueError) as error:
        raise InvalidOutput(f"Invalid Output: '{error}'") from error
    _notify(backend, CallbackOutcomeSuccess(callback_id=task_token, output=outcome))


def _failure(
    backend: StepFunctionsParserBackend,
    task_token: str,
    error: str | None = None,
    cause: str | None = None,
) -> None:
    _notify(backend, CallbackOutcomeFailure(task_token, error or "", cause or ""))


def _notify(backend: StepFunctionsParserBackend, outcome: CallbackOutcome) -> None:
    token = outcome.callback_id
    execution, pool = _waiting(backend, token)
    endpoint = pool.get(token) if pool else None
    wait = wait_for(execution, token)
    if (endpoint and endpoint.get_outcome()) or (wait and wait.outcome):
        raise TaskDoesNotExist("Task does not exist: it was answered before")
    answered(execution, outcome)
    current = _pool(execution)
    if current is None or current.get(token) is None:
        return  # it was restarted, and takes the answer as soon as it waits again
    try:
        current.notify(callback_id=token, outcome=outcome)
    except CallbackNotifyConsumerError as error:
        raise _gone(error) from error


def _heartbeat(backend: StepFunctionsParserBackend, task_token: str, now: float) -> None:
    try:
        execution, pool = _waiting(backend, task_token)
        heartbeat(execution, task_token, now)
        if pool is not None:
            pool.heartbeat(callback_id=task_token)
    except CallbackNotifyConsumerError as error:
        raise _gone(error) from error


def _waiting(
    backend: StepFunctionsParserBackend, token: str
) -> tuple[Execution, CallbackPoolManager | None]:
    """Return the execution that waits for a token, and where its answer is taken.

    After a restart an execution has waited for its token before it waits for it again: then there
    is no such place yet.

    Raises:
        InvalidToken: none does, or did.
        TaskTimedOut: the execution has ended.
    """
    known = [one for machine in backend.state_machines for one in executions_of(machine)]
    for execution in (*known, *running_children()):
        pool = _pool(execution)
        if pool is not None and pool.get(token) is not None:
            if execution.exec_status != ExecutionStatus.RUNNING:
                raise TaskTimedOut(GONE)
            return execution, pool
        if execution.exec_status == ExecutionStatus.RUNNING and wait_for(execution, token):
            return execution, None
    raise InvalidToken(f"'{token}'")


def _pool(execution: Execution) -> CallbackPoolManager | None:
    worker = execution.exec_worker
    env = worker.env if worker else None
    return env.callback_pool_manager if env is not None else None


def _gone(error: CallbackNotifyConsumerError) -> AWSError:
    if isinstance(error.callback_consumer_error, CallbackConsumerTimeout):
        return TaskTimedOut(GONE)
    return TaskDoesNotExist(GONE)
