"""End an execution whose history has no room left: a loop without an end, most often.

https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html
"""

from __future__ import annotations

from moto.stepfunctions.parser.api import ExecutionFailedEventDetails
from moto.stepfunctions.parser.asl.component.state.state import CommonStateField
from moto.stepfunctions.parser.asl.eval.environment import Environment

from twin_local.execution.patching import original, replace
from twin_local.execution.stepfunctions.machines import execution_of

MAXIMUM_EVENTS = 25_000
LAST = 2
"""Events that come yet: the state's exit and the execution's end."""

CAUSE = "The execution reached the maximum number of history events ({maximum})."


def install() -> None:
    """Look at the history's length whenever a state goes over to the next one."""
    replace(CommonStateField, "_set_next", _set_next)


def _set_next(state: CommonStateField, env: Environment) -> None:
    original(CommonStateField, "_set_next")(state, env)
    if not env.is_running() or env.event_manager._event_id_gen._next_id <= MAXIMUM_EVENTS - LAST:
        return
    error = ExecutionFailedEventDetails(cause=CAUSE.format(maximum=MAXIMUM_EVENTS))
    _whole(env).set_error(error)


def _whole(env: Environment) -> Environment:
    """Return the environment of the execution, whose branches and iterations have their own."""
    context = env.states.context_object.context_object_data
    execution = execution_of(str(context["Execution"]["Id"]))
    worker = execution.exec_worker if execution else None
    return worker.env if worker and worker.env else env
