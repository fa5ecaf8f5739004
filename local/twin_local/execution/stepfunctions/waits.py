"""What tasks wait for, kept with their executions: after a restart they wait on for the same.

A task that waits for a job, an execution or a token has asked for it once. Its token stays valid,
and an answer that was acknowledged before the process ended is not lost.
https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import (
    ResourceRuntimePart,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (  # noqa: E501
    StateTaskService,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (  # noqa: E501
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.eval.callback.callback import (
    CallbackOutcome,
    CallbackOutcomeFailure,
    CallbackOutcomeFailureError,
    CallbackOutcomeSuccess,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.states import TaskData
from moto.stepfunctions.parser.backend.execution import Execution

from twin_local.execution import patching
from twin_local.execution.patching import original
from twin_local.execution.stepfunctions.machines import execution_of, map_run_of
from twin_local.execution.stepfunctions.stopping import give_up
from twin_local.execution.targets.services import module_of

Keep = Callable[[str], None]
"""Return when the state of a service (by its name in moto) is on the disk."""


@dataclass(frozen=True)
class Wait:
    """What one state waits for: what the service answered, and the token if there is one.

    `began` is since when it waits, `heard` when the last heartbeat came or the wait began: seconds
    since 1970 by the clock.
    """

    state: str
    submitted: Any
    token: str | None = None
    outcome: CallbackOutcome | None = None
    began: float | None = None
    heard: float | None = None


def install(keep: Keep, now: Callable[[], float]) -> None:
    """Note what tasks wait for, on the disk before they wait."""

    def wait(
        task: StateTaskServiceCallback,
        env: Environment,
        resource_runtime_part: ResourceRuntimePart,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        arguments = (resource_runtime_part, normalised_parameters, state_credentials)
        submitted = env.stack[-1]
        if execution_of_env(env) is not None:
            keep(module_of(task._get_boto_service_name()))
            keep("stepfunctions")
        try:
            original(StateTaskServiceCallback, "_eval_integration_pattern")(task, env, *arguments)
        except IndexError:  # moto reads no timeout any more once an execution is stopped
            if not env.is_running():
                give_up(task, env, submitted, *arguments)
            raise

    def after(
        task: StateTaskServiceCallback,
        env: Environment,
        resource_runtime_part: ResourceRuntimePart,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        arguments = (resource_runtime_part, normalised_parameters, state_credentials)
        _after(task, env, *arguments, now=now())

    patching.replace(StateTaskServiceCallback, "_eval_integration_pattern", wait)
    patching.replace(StateTaskServiceCallback, "_after_eval_execution", after)
    patching.replace(StateTaskServiceCallback, "_eval_execution", _eval_execution)


def waits_of(execution: Execution) -> dict[str, Wait]:
    """Return what the states of an execution wait for, by their names."""
    found: dict[str, Wait] = vars(execution).setdefault("waits", {})
    return found


def wait_for(execution: Execution, token: str) -> Wait | None:
    """Return what an execution waits for by a token, also before it has gone on after a restart."""
    return next((one for one in list(waits_of(execution).values()) if one.token == token), None)


def answered(execution: Execution, outcome: CallbackOutcome) -> None:
    """Keep an answer to a token until its state has gone on."""
    waits = waits_of(execution)
    for state, wait in list(waits.items()):
        if wait.token == outcome.callback_id:
            waits[state] = replace(wait, outcome=outcome)


def heartbeat(execution: Execution, token: str, now: float) -> None:
    """Keep when a heartbeat for a token came."""
    waits = waits_of(execution)
    for state, wait in list(waits.items()):
        if wait.token == token:
            waits[state] = replace(wait, heard=now)


def wait_on(execution: Execution, state: str) -> bool:
    """Let a state wait on when it is entered again; say whether it waited for something."""
    wait = waits_of(execution).get(state)
    vars(execution)["waits_on"] = wait
    return wait is not None


def execution_of_env(env: Environment) -> Execution | None:
    """Return the execution that is kept; children of Map Runs are begun again, not resumed.

    A thread that was left behind, since its execution was resumed or redriven, has none.
    """
    context = env.states.context_object.context_object_data
    execution = execution_of(str(context["Execution"]["Id"]))
    if execution is None or map_run_of(execution):
        return None
    worker = execution.exec_worker
    current = worker.env if worker else None
    mine = current is not None and current.callback_pool_manager is env.callback_pool_manager
    return execution if mine else None


def _token(task: StateTaskServiceCallback, env: Environment) -> str | None:
    """Return the token of a task; one that cannot be waited for by a token has none."""
    data = env.states.context_object.context_object_data.get("Task")
    return str(data["Token"]) if data else None


def _after(
    task: StateTaskServiceCallback,
    env: Environment,
    resource_runtime_part: ResourceRuntimePart,
    normalised_parameters: dict[str, Any],
    state_credentials: Any,
    *,
    now: float,
) -> None:
    evaluate = original(StateTaskServiceCallback, "_after_eval_execution")
    arguments = (task, env, resource_runtime_part, normalised_parameters, state_credentials)
    execution = execution_of_env(env) if task.resource.condition is not None else None
    if execution is None:
        evaluate(*arguments)
        return
    waits = waits_of(execution)
    submitted, token = copy.deepcopy(env.stack[-1]), _token(task, env)
    waits[task.name] = Wait(task.name, submitted, token, began=now, heard=now)
    _evaluated(waits, task.name, lambda: evaluate(*arguments))


def _evaluated(waits: dict[str, Wait], state: str, evaluate: Callable[[], None]) -> None:
    """Wait; what failed is asked for anew, what succeeded is known until the next state."""
    try:
        evaluate()
    except BaseException:
        waits.pop(state, None)
        raise


def _eval_execution(task: StateTaskServiceCallback, env: Environment) -> None:
    execution = execution_of_env(env) if task.resource.condition is not None else None
    wait: Wait | None = getattr(execution, "waits_on", None)
    if execution is None or wait is None or wait.state != task.name:
        original(StateTaskServiceCallback, "_eval_execution")(task, env)
        return
    vars(execution)["waits_on"] = None
    _wait_on(task, env, wait, waits_of(execution))


def _wait_on(
    task: StateTaskServiceCallback, env: Environment, wait: Wait, waits: dict[str, Wait]
) -> None:
    """Do what the evaluation of a task does, but for the request to the service."""
    waits.setdefault(task.name, wait)
    if wait.token is not None:
        endpoint = env.callback_pool_manager.add(wait.token)
        vars(endpoint)["heard"] = wait.heard
        env.states.context_object.context_object_data["Task"] = TaskData(Token=wait.token)
    task.resource.eval(env=env)
    part: ResourceRuntimePart = env.stack.pop()
    parameters = copy.deepcopy(task._eval_parameters(env=env))
    credentials = task._eval_state_credentials(env=env)
    task._normalise_parameters(parameters)

    def evaluate() -> None:
        env.stack.append(copy.deepcopy(wait.submitted))
        # The token may have been answered before it was in the pool, but not after this is read.
        outcome = waits.get(task.name, wait).outcome
        if outcome is None:
            task._eval_integration_pattern(env, part, parameters, credentials)
        else:
            env.stack.append(_result(outcome))
        StateTaskService._after_eval_execution(task, env, part, parameters, credentials)

    _evaluated(waits, task.name, evaluate)


def _result(outcome: CallbackOutcome) -> Any:
    """Return what a token was answered with.

    Raises:
        CallbackOutcomeFailureError: it was answered that the task failed.
    """
    if isinstance(outcome, CallbackOutcomeFailure):
        raise CallbackOutcomeFailureError(callback_outcome_failure=outcome)
    return json.loads(cast(CallbackOutcomeSuccess, outcome).output)
