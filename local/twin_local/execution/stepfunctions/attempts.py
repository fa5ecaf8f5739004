"""How far a state is with its attempts, kept with its execution: after a restart it goes on there.

Retries that were used up stay so, the next backoff is as long as it would have been, and a pause
before a retry keeps its end. A task that waits (`waits`) has the time that its timeout leaves it:
the time in which nothing ran counts, but a moment is left for what came before it. A task that is
begun anew has its whole time again.
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.common.retry.max_attempts_decl import (
    MaxAttemptsOutcome,
)
from moto.stepfunctions.parser.asl.component.common.retry.retrier_decl import RetrierDecl
from moto.stepfunctions.parser.asl.component.common.retry.retrier_outcome import RetrierOutcome
from moto.stepfunctions.parser.asl.component.common.retry.retry_outcome import RetryOutcome
from moto.stepfunctions.parser.asl.component.common.timeouts.timeout import Timeout
from moto.stepfunctions.parser.asl.component.state.exec.execute_state import ExecutionState
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.states import StateData
from moto.stepfunctions.parser.backend.execution import Execution

from twin_local.execution import patching
from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.patching import original
from twin_local.execution.stepfunctions.waits import Wait, execution_of_env

LEAST_LEFT_S = 1.0
"""What is left at least, so that an answer that is there already is found."""


@dataclass(frozen=True)
class Attempt:
    """How far a state is.

    Attributes:
        event: id of the last event when the attempt began; attempts of an earlier visit of the
            state have smaller ones than that with which it was entered.
        retries: how many there were.
        counters: of each retrier, what the interpreter keeps of it.
        retry_at: when the pause before the next attempt ends, by the clock; None outside of one.
    """

    state: str
    event: int
    retries: int
    counters: tuple[dict[str, Any], ...] = ()
    retry_at: float | None = None


def attempt_of(execution: Execution) -> Attempt | None:
    """Return how far the state is that an execution tried last."""
    found: Attempt | None = vars(execution).get("attempt")
    return found


def begin(clock: VirtualClock, state: ExecutionState, env: Environment) -> None:
    """Note that an attempt begins; the first after a restart goes on from what was kept."""
    execution = _execution(env)
    if execution is None:
        return
    kept: Attempt | None = vars(env).pop("kept_attempt", None)
    if kept is not None and kept.state == state.name:
        _restore(kept, state, env)
        if kept.retry_at is not None:
            vars(execution)["attempt"] = kept
            _pause(clock, env, kept.retry_at - clock.now())
    vars(execution)["attempt"] = _attempt(state, env)


@contextlib.contextmanager
def time_left(clock: VirtualClock, state: ExecutionState, env: Environment) -> Iterator[None]:
    """Let a task that waits on have what is left of its timeout."""
    execution = _execution(env)
    wait: Wait | None = vars(execution).get("waits_on") if execution is not None else None
    waits_on = wait is not None and wait.state == state.name and wait.outcome is None
    if wait is None or wait.began is None or not waits_on:
        yield
        return
    whole = state.timeout
    state.timeout = TimeLeft(whole, clock.now() - wait.began)
    try:
        yield
    finally:
        state.timeout = whole


class TimeLeft(Timeout):
    """What is left of a timeout."""

    def __init__(self, whole: Timeout, passed_s: float) -> None:
        super().__init__()
        self._whole = whole
        self._passed_s = passed_s

    def is_default_value(self) -> bool:
        """Say whether no timeout was given."""
        return self._whole.is_default_value()

    def _eval_seconds(self, env: Environment) -> int:
        seconds = self._whole._eval_seconds(env)
        if self.is_default_value():
            return seconds
        return math.ceil(max(seconds - self._passed_s, LEAST_LEFT_S))


def install(clock: VirtualClock) -> None:
    """Note attempts, and give each its own token."""

    def retry(retrier: RetrierDecl, env: Environment) -> None:
        """Decide as the interpreter does, but note the pause before it."""
        retrier.error_equals.eval(env)
        if not env.stack.pop():
            env.stack.append(RetrierOutcome.Skipped)
            return
        retrier.max_attempts.eval(env=env)
        if env.stack.pop() == MaxAttemptsOutcome.EXHAUSTED:
            env.stack.append(RetrierOutcome.Failed)
            return
        parts = (retrier.interval_seconds, retrier.backoff_rate, retrier.max_delay_seconds)
        for part in (*parts, retrier.jitter_strategy):
            part.eval(env=env)
        seconds: float = env.stack.pop()
        _note_pause(env, clock.now() + seconds)
        _pause(clock, env, seconds)
        env.stack.append(RetrierOutcome.Executed)

    def handle(
        state: ExecutionState, env: Environment, failure_event: FailureEvent
    ) -> RetryOutcome:
        """Let the state be found by its retriers, and give its next attempt a token of its own."""
        vars(env)["tried_state"] = state
        outcome: RetryOutcome = original(ExecutionState, "_handle_retry")(state, env, failure_event)
        context = env.states.context_object
        if outcome == RetryOutcome.CanRetry and "Task" in context.context_object_data:
            env.callback_pool_manager.add(context.update_task_token())
        return outcome

    patching.replace(RetrierDecl, "_eval_body", retry)
    patching.replace(ExecutionState, "_handle_retry", handle)


def _execution(env: Environment) -> Execution | None:
    """Return the execution whose own states an environment evaluates, not inner ones."""
    execution = execution_of_env(env)
    worker = execution.exec_worker if execution is not None else None
    return execution if worker is not None and worker.env is env else None


def _attempt(state: ExecutionState, env: Environment) -> Attempt:
    retriers = state.retry.retriers if state.retry else []
    return Attempt(
        state=state.name,
        event=env.event_history_context.source_event_id,
        retries=_state_data(env).get("RetryCount", 0),
        counters=tuple(
            {name: env.heap[key] for name, key in _keys(one).items() if key in env.heap}
            for one in retriers
        ),
    )


def _restore(kept: Attempt, state: ExecutionState, env: Environment) -> None:
    _state_data(env)["RetryCount"] = kept.retries
    retriers = state.retry.retriers if state.retry else []
    for one, counters in zip(retriers, kept.counters, strict=False):
        keys = _keys(one)
        env.heap.update({keys[name]: value for name, value in counters.items()})


def _state_data(env: Environment) -> StateData:
    """Return what the context object says of the state that is evaluated."""
    return cast(StateData, env.states.context_object.context_object_data["State"])


def _keys(retrier: RetrierDecl) -> dict[str, str]:
    """Return where the interpreter keeps what it knows of a retrier."""
    return {
        "attempts": retrier.max_attempts._attempt_number_key(),
        "multiplier": retrier.backoff_rate._next_multiplier_key(),
    }


def _note_pause(env: Environment, end: float) -> None:
    execution, state = _execution(env), vars(env).get("tried_state")
    if execution is not None and state is not None:
        attempt = _attempt(state, env)
        vars(execution)["attempt"] = replace(attempt, retries=attempt.retries + 1, retry_at=end)


def _pause(clock: VirtualClock, env: Environment, seconds: float) -> None:
    """Wait by the clock, or until the execution is stopped."""
    end = clock.elapsed() + seconds
    while env.is_running() and (left := end - clock.elapsed()) > 0:
        env.program_state_event.wait(left)
