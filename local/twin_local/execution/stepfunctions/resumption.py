"""Go on in the middle of an execution: after a restart, or when it is redriven.

The last state that was entered is entered again, with its input and the variables of then; what was
done before is not repeated. A task that waited for a token or a job waits on (`waits`). A state
whose inner states waited, a Map Run and an activity cannot: they fail with `States.TaskFailed`, so
that their own Retry and Catch decide.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import datetime
from typing import Any, cast

from moto.stepfunctions.parser.api import HistoryEvent, HistoryEventType
from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent
from moto.stepfunctions.parser.asl.component.state.exec.execute_state import ExecutionState
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.patching import original, replace
from twin_local.execution.stepfunctions.attempts import (
    LEAST_LEFT_S,
    Attempt,
    attempt_of,
    begin,
    time_left,
)
from twin_local.execution.stepfunctions.failures import task_failure
from twin_local.execution.stepfunctions.waits import wait_on

INTERRUPTED = (
    "The embedded AWS was restarted while inner states, a Map Run or an activity waited: the state"
    " has to begin again."
)
BEGUN = ("TaskSubmitted", "MapRunStarted", "ActivityScheduled")
ENDED = (
    *("TaskSucceeded", "TaskFailed", "TaskTimedOut"),
    *("ActivitySucceeded", "ActivityFailed", "ActivityTimedOut"),
    *("MapRunSucceeded", "MapRunFailed", "MapRunAborted"),
)


@dataclass(frozen=True)
class ResumePoint:
    """Where an execution goes on; `was_waiting` if the state waited for something that is gone.

    `entered` is when the state was entered for the first time, however often it was resumed since;
    `attempt` how far it is, and `began` when the execution was started. All are None when the
    state begins anew.
    """

    state: str
    input: Any
    variables: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[Mapping[str, Any], ...] = ()
    was_waiting: bool = False
    entered: datetime | None = None
    redrives: int = 0
    attempt: Attempt | None = None
    began: datetime | None = None


def install(clock: VirtualClock) -> None:
    """Let executions start in the middle."""

    def evaluate(state: ExecutionState, env: Environment) -> None:
        begin(clock, state, env)
        _fail_once(state, env)
        with time_left(clock, state, env):
            original(ExecutionState, "_evaluate_with_timeout")(state, env)

    replace(Execution, "_get_start_execution_worker", lambda execution: _worker(execution, clock))
    replace(ExecutionState, "_evaluate_with_timeout", evaluate)


def resume_point(execution: Execution, *, redrives: int = 0) -> ResumePoint | None:
    """Return where an execution goes on, None when it had not entered a state.

    `redrives` says the how manieth redrive this is, 0 that it is a restart.
    """
    history = tuple(execution.to_history_output()["events"])
    states = json.loads(execution.state_machine.definition)["States"]
    found: tuple[str, Any] | None = None
    since: datetime | None = None
    visit = 0
    left = False
    variables: dict[str, Any] = {}
    for event in history:
        entered, exited = (_details(event, kind) for kind in ("stateEntered", "stateExited"))
        if entered.get("name") in states:
            if left or found is None or found[0] != entered["name"]:
                since, left = datetime.fromisoformat(str(event["timestamp"])), False
                visit = int(event["id"])
            found = str(entered["name"]), json.loads(entered["input"])
        if exited.get("name") in states:
            variables |= _variables(exited.get("assignedVariables", {}))
            left = True
    if found is None:
        return None
    begins_again = redrives or wait_on(execution, found[0])
    waiting = not begins_again and is_waiting(history)
    point = ResumePoint(*found, variables, history, waiting, redrives=redrives)
    if redrives:
        return point
    attempt = attempt_of(execution)
    is_of_visit = attempt is not None and attempt.state == found[0] and attempt.event >= visit
    return replaced(
        point,
        entered=since,
        attempt=attempt if is_of_visit else None,
        began=execution.start_date,
    )


def _details(event: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = event.get(f"{kind}EventDetails", {})
    return found


def is_waiting(history: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether a task or Map Run has begun that has not ended."""
    begun: set[Any] = set()
    for event in history:
        if event["type"] in BEGUN:
            begun.add(event["id"])
        elif event["type"] in ENDED:
            begun.discard(event["previousEventId"])
    return bool(begun)


def _variables(assigned: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, text in assigned.items():
        try:
            values[name] = json.loads(text)
        except ValueError:  # moto quotes strings without escaping them
            values[name] = text[1:-1]
    return values


class ResumingWorker(ExecutionWorker):
    """Runs an execution from a point on."""

    point: ResumePoint
    clock: VirtualClock

    def _get_evaluation_entrypoint(self) -> EvalComponent:
        document = json.loads(self._evaluation_details.state_machine_details.definition)
        document["StartAt"] = self.point.state
        if "TimeoutSeconds" in document and self.point.began is not None:
            passed_s = self.clock.now() - self.clock.at(self.point.began.timestamp())
            left_s = math.ceil(max(document["TimeoutSeconds"] - passed_s, LEAST_LEFT_S))
            document["TimeoutSeconds"] = left_s
        program: EvalComponent = AmazonStateLanguageParser.parse(json.dumps(document))[0]
        return program

    def _get_evaluation_environment(self) -> Environment:
        env: Environment = super()._get_evaluation_environment()
        env.states.reset(self.point.input)
        for name, value in self.point.variables.items():
            env.variable_store.set(name, value)
        env.variable_store.reset_tracing()
        manager, last = env.event_manager, len(self.point.history)
        manager._history_event_list.extend(cast(Iterable[HistoryEvent], self.point.history))
        manager._event_id_gen._next_id = last + 1
        env.event_history_context.source_event_id = last
        vars(env)["entered_state"] = (self.point.state, self.point.entered)
        vars(env)["kept_attempt"] = self.point.attempt
        vars(env)["interrupted_state"] = self.point.state if self.point.was_waiting else None
        return env

    def _execution_logic(self) -> None:
        program = self._get_evaluation_entrypoint()
        self.env = self._get_evaluation_environment()
        if self.point.redrives:
            self.env.event_manager.add_event(
                context=self.env.event_history_context,
                event_type=HistoryEventType.ExecutionRedriven,
                event_details=cast(
                    EventDetails,
                    {"executionRedrivenEventDetails": {"redriveCount": self.point.redrives}},
                ),
            )
        program.eval(self.env)
        self._execution_communication.terminated()


def _worker(execution: Execution, clock: VirtualClock) -> ExecutionWorker:
    worker: ExecutionWorker = original(Execution, "_get_start_execution_worker")(execution)
    point: ResumePoint | None = getattr(execution, "resume_point", None)
    if point is None:
        return worker
    resuming = ResumingWorker(
        evaluation_details=worker._evaluation_details,
        exec_comm=worker._execution_communication,
        cloud_watch_logging_session=worker._cloud_watch_logging_session,
        activity_store=worker._activity_store,
    )
    resuming.point, resuming.clock = point, clock
    return resuming


def _fail_once(state: ExecutionState, env: Environment) -> None:
    """Fail the state that waited at the restart, once; then it is tried as its Retry says."""
    if getattr(env, "interrupted_state", None) == state.name:
        vars(env)["interrupted_state"] = None
        raise task_failure(
            env, "States.TaskFailed", INTERRUPTED, service="states", resource=state.name
        )
