"""Executions that outlive the process: what ended is kept, what ran begins again.

An execution of the real service survives everything; a thread does not. Its states are written to
be repeatable (Step Functions itself promises tasks at least once), so after a restart an execution
that had not ended starts over from its input, under its own name.
"""

from __future__ import annotations

import logging
import uuid
from typing import Any

from moto.stepfunctions.models import StateMachine, stepfunctions_backends
from moto.stepfunctions.parser.api import ExecutionStatus, GetExecutionHistoryOutput
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from twin_local.execution.patching import original, replace

LOG = logging.getLogger(__name__)
KEPT_EXECUTIONS = 500
"""Ended executions of one state machine that are remembered (the service: 90 days)."""


def install() -> None:
    """Name executions that come without one, keep their history, and forget the oldest."""
    replace(StepFunctionsParserBackend, "start_execution", _start_execution)
    replace(Execution, "to_history_output", _history)
    replace(Execution, "__getstate__", _state)


def resume() -> int:
    """Start again what was running when the state was kept; return how many."""
    count = 0
    for regions in list(stepfunctions_backends.values()):
        for backend in list(regions.values()):
            for machine in backend.state_machines:
                count += sum(_resume(execution) for execution in machine.executions)
    return count


def _resume(execution: Any) -> bool:
    if not isinstance(execution, Execution) or execution.exec_status != ExecutionStatus.RUNNING:
        return False
    LOG.info("execution %s begins again", execution.exec_arn)
    execution.exec_worker = None
    execution.start()
    return True


def _start_execution(
    backend: StepFunctionsParserBackend,
    state_machine_arn: str,
    name: str | None = None,
    execution_input: str | None = None,
    trace_header: str | None = None,
) -> Execution:
    start = original(StepFunctionsParserBackend, "start_execution")
    named = name or str(uuid.uuid4())
    started: Execution = start(backend, state_machine_arn, named, execution_input, trace_header)
    _forget(backend.describe_state_machine(state_machine_arn))
    return started


def _forget(machine: StateMachine) -> None:
    ended = [one for one in machine.executions if one.status != ExecutionStatus.RUNNING]
    for execution in ended[:-KEPT_EXECUTIONS]:
        machine.executions.remove(execution)


def _state(execution: Execution) -> dict[str, Any]:
    """Return what can be kept: everything but the thread, and the history it wrote."""
    kept = dict(vars(execution))
    kept["exec_worker"] = None
    kept["kept_history"] = list(execution.to_history_output()["events"])
    return kept


def _history(execution: Execution) -> GetExecutionHistoryOutput:
    worker = execution.exec_worker
    if worker is None or worker.env is None:
        return GetExecutionHistoryOutput(events=getattr(execution, "kept_history", []))
    events = worker.env.event_manager.get_event_history()
    return GetExecutionHistoryOutput(events=events)
