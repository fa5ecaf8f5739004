"""Executions that outlive the process: what ended is kept, what ran goes on.

An execution of the real service survives everything; a thread does not. After a restart, it goes on
with the state that it had entered last (`resumption`).
"""

from __future__ import annotations

import logging
from typing import Any, cast

from moto.core.utils import utcnow
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.api import (
    ExecutionStatus,
    GetExecutionHistoryOutput,
    HistoryEvent,
)
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import (
    StepFunctionsParserBackend,
)

from twin_local.execution.patching import replace
from twin_local.execution.stepfunctions.machines import executions as all_executions
from twin_local.execution.stepfunctions.machines import map_run_of
from twin_local.execution.stepfunctions.operations.starting import new_execution, target_of
from twin_local.execution.stepfunctions.resumption import resume_point
from twin_local.execution.stepfunctions.waits import Wait, waits_of

LOG = logging.getLogger(__name__)
EXPRESS = "EXPRESS"
LOST = "The embedded AWS was restarted."
MOST_READS = 20
KEPT_EXECUTIONS = 500
"""Ended executions of one state machine that are remembered (the service: 90 days)."""


def install() -> None:
    """Name executions that come without one, keep their history, and forget the oldest."""
    replace(StepFunctionsParserBackend, "start_execution", _start_execution)
    replace(Execution, "to_history_output", _history)
    replace(Execution, "__getstate__", _state)


def resume() -> int:
    """Go on with what ran when the state was kept; return with how many executions.

    Standard workflows go on in the state in which they were. Express workflows and the children of
    Map Runs do not outlive the process, as their parents begin them again.
    """
    return sum(_resume(execution) for execution in list(all_executions()))


def _resume(execution: Execution) -> bool:
    if execution.exec_status != ExecutionStatus.RUNNING:
        return False
    execution.exec_worker = None
    if map_run_of(execution) or execution.sm_type == EXPRESS:
        execution.exec_status = ExecutionStatus.ABORTED
        execution.stop_date, execution.cause = utcnow(), LOST
        return False
    point = resume_point(execution)
    LOG.info("execution %s goes on in %s", execution.exec_arn, point.state if point else "no state")
    vars(execution)["resume_point"] = point
    _end_map_runs(execution)
    execution.start()
    return True


def _end_map_runs(execution: Execution) -> None:
    for run in getattr(execution, "map_runs", ()):
        if run.status == "RUNNING":
            run.end("ABORTED")


def _start_execution(
    backend: StepFunctionsParserBackend,
    state_machine_arn: str,
    name: str | None = None,
    execution_input: str | None = None,
    trace_header: str | None = None,
) -> Execution:
    target = target_of(backend, state_machine_arn)
    given = execution_input or "{}"
    if name and target.machine.type != EXPRESS:
        known = target.machine._handle_name_input_idempotency(name, given)
        if known:
            return cast(Execution, known)
    execution = new_execution(target, name, given, Execution)
    execution.trace_header = trace_header
    cast(list[Execution], target.machine.executions).append(execution)
    execution.start()
    _forget(target.machine)
    return execution


def _forget(machine: StateMachine) -> None:
    ended = [
        one
        for one in machine.executions
        if one.status != ExecutionStatus.RUNNING and not hasattr(one, "map_run_arn")
    ]
    for execution in ended[:-KEPT_EXECUTIONS]:
        machine.executions.remove(execution)


def _state(execution: Execution) -> dict[str, Any]:
    """Return what can be kept: everything but the thread, and the history it wrote."""
    events, waits = _as_of_one_moment(execution)
    kept = dict(vars(execution))
    kept["exec_worker"] = None
    kept |= {"waits": waits, "waits_on": None, "kept_history": events}
    return kept


def _as_of_one_moment(execution: Execution) -> tuple[list[HistoryEvent], dict[str, Wait]]:
    """Return the history and the waits that belong to it.

    With a wait of before and a history of after, an execution would not know what it waits for. One
    that writes its history all the time is not waiting.
    """
    events: list[HistoryEvent] = []
    waits: dict[str, Wait] = {}
    for _ in range(MOST_READS):
        now = list(execution.to_history_output()["events"])
        if len(now) == len(events) > 0:
            break
        events, waits = now, dict(waits_of(execution))
    return events, waits


def _history(execution: Execution) -> GetExecutionHistoryOutput:
    worker = execution.exec_worker
    if worker is None or worker.env is None:
        return GetExecutionHistoryOutput(events=getattr(execution, "kept_history", []))
    events = worker.env.event_manager.get_event_history()
    return GetExecutionHistoryOutput(events=events)
