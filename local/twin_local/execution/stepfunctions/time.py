"""Step Functions waits by the clock: Wait states, timeouts and heartbeats.

https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html
"""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime

from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.timeouts.timeout import TimeoutSeconds
from moto.stepfunctions.parser.asl.component.state.exec import execute_state
from moto.stepfunctions.parser.asl.component.state.exec.execute_state import ExecutionState
from moto.stepfunctions.parser.asl.component.state.state_props import StateProps
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.timestamp import Timestamp
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import (
    WaitFunction,
)
from moto.stepfunctions.parser.asl.eval import environment
from moto.stepfunctions.parser.asl.eval.callback import callback
from moto.stepfunctions.parser.asl.eval.environment import Environment

from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.clock.waiting import ClockEvent, threading_with
from twin_local.execution.patching import original, replace

LOG = logging.getLogger(__name__)
MAXIMUM_WAITS_BEHIND = 1000
"""How many Wait states in a row a thread may pass at once to catch up with the clock."""

LEAST_LAG_S = 1.0


class Pace(threading.local):
    """How far the states of this thread are behind the clock.

    An advance may pass several Wait states that come one after the other. Each of them counts from
    the end of the one before, not from where the clock already is.
    """

    behind_s = 0.0
    waits = 0

    def arrived(self, late_s: float) -> None:
        """Take note of by how much a wait ended too late."""
        self.waits = self.waits + 1 if late_s > LEAST_LAG_S else 0
        self.behind_s = late_s if late_s > LEAST_LAG_S else 0.0
        if self.waits > MAXIMUM_WAITS_BEHIND:
            LOG.warning("%d waits passed at once; %.0f s are left out", self.waits, self.behind_s)
            self.behind_s, self.waits = 0.0, 0


def install(clock: VirtualClock) -> None:
    """Have the interpreter wait by the clock."""
    pace = Pace()

    def wait_interval(function: WaitFunction, env: Environment, wait_seconds: int) -> None:
        begun = clock.elapsed()
        end = begun - pace.behind_s + wait_seconds
        if not isinstance(function, Timestamp) and (entered := _entered_before(env)):
            end -= max(clock.now() - clock.at(entered.timestamp()), 0.0)
            end = max(end, begun)  # the time in which nothing ran does not hurry what comes next
        while env.is_running() and (left := end - clock.elapsed()) > 0:
            env.program_state_event.wait(left)
        pace.arrived(clock.elapsed() - end)

    def timestamp_seconds(function: Timestamp, env: Environment) -> int:
        function.string.eval(env=env)
        text: str = env.stack.pop()
        timestamp = function._from_timestamp_string(timestamp=text)
        if timestamp is None:
            raise FailureEventException(function._create_failure_event(env, text))
        return int(timestamp.replace(tzinfo=UTC).timestamp() - clock.now() + pace.behind_s)

    def from_state_props(state: ExecutionState, state_props: StateProps) -> None:
        original(ExecutionState, "from_state_props")(state, state_props)
        if isinstance(state.timeout, TimeoutSeconds) and state.timeout.is_default:
            # moto takes the language's 60 s where only a heartbeat is given; the service does not.
            state.timeout = TimeoutSeconds(TimeoutSeconds.DEFAULT_TIMEOUT_SECONDS)

    replace(ExecutionState, "from_state_props", from_state_props)
    replace(WaitFunction, "_wait_interval", wait_interval)
    replace(Timestamp, "_get_wait_seconds", timestamp_seconds)
    replace(environment, "threading", threading_with(clock))
    replace(execute_state, "threading", threading_with(clock))
    replace(callback, "Event", lambda: ClockEvent(clock))


def _entered_before(env: Environment) -> datetime | None:
    """Return when a Wait state was entered before the restart after which it is entered again."""
    name, entered = vars(env).pop("entered_state", (None, None))
    state = env.states.context_object.context_object_data.get("State")
    return entered if state is not None and state["Name"] == name else None
