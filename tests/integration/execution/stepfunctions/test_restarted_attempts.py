"""Retries, timeouts and heartbeats go on where they were when the process was restarted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.integration.execution.stepfunctions.conftest import Tokens, ended, only
from tests.integration.execution.stepfunctions.restarting import (
    executions_entered,
    put_back,
    restart,
    running,
    waiting,
)
from tests.twin_process import eventually
from twin_local.execution.plant import Execution
from twin_local.execution.stepfunctions import executions
from twin_local.execution.stepfunctions.attempts import Attempt, attempt_of
from twin_local.execution.stepfunctions.resumption import resume_point
from twin_local.execution.stepfunctions.waits import waits_of

Client = Callable[[str], Any]
Begin = Callable[..., str]
DAY_S = 86_400
LONG_AGO = 1_577_836_800.0


def retry(**settings: float) -> dict[str, Any]:
    """Return the settings of a state that is tried again."""
    retrier = {"ErrorEquals": ["Broken"], "IntervalSeconds": 1, "BackoffRate": 1.0, **settings}
    return {"Retry": [{"ErrorEquals": ["Never"]}, retrier]}


def fail(client: Client, token: str) -> None:
    client("stepfunctions").send_task_failure(taskToken=token, error="Broken", cause="by hand")


def paused(execution: str) -> Attempt:
    """Return the attempt of an execution once it pauses before the next."""

    def look() -> Attempt | None:
        attempt = attempt_of(running(execution))
        return attempt if attempt is not None and attempt.retry_at is not None else None

    found = eventually(look, seconds=10, what="the pause", every=0.02)
    assert found is not None
    return found


def test_retries_that_were_used_up_stay_so(client: Client, begin: Begin, tokens: Tokens) -> None:
    execution = begin(only(tokens.state(**retry(MaxAttempts=2))))
    first = tokens.next()
    fail(client, first)
    second = tokens.next()
    assert second != first
    waiting(execution)
    restart(execution)
    fail_when_waited_for(client, second)
    third = tokens.next()
    restart(execution)
    fail_when_waited_for(client, third)
    output = ended(client("stepfunctions"), execution)
    assert (output["status"], output["error"]) == ("FAILED", "Broken")
    assert len(executions_entered(client, execution, "TaskScheduled")) == 3


def fail_when_waited_for(client: Client, token: str) -> None:
    states = client("stepfunctions")
    for _ in range(100):
        try:
            fail(client, token)
        except states.exceptions.InvalidToken:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nothing waits for the token")


def test_a_pause_before_a_retry_keeps_its_end(client: Client, begin: Begin, tokens: Tokens) -> None:
    states = client("stepfunctions")
    execution = begin(only(tokens.state(**retry(IntervalSeconds=DAY_S))))
    fail(client, tokens.next())
    before = paused(execution)
    restart(execution)
    assert paused(execution) == before
    put_back(execution)
    vars(running(execution))["attempt"] = replace(before, retry_at=LONG_AGO)
    executions._resume(running(execution))
    states.send_task_success(taskToken=tokens.next(), output="2")
    assert ended(states, execution)["output"] == "2"


def test_the_next_pause_is_as_long_as_it_would_have_been(
    aws: Execution, client: Client, begin: Begin, tokens: Tokens
) -> None:
    execution = begin(only(tokens.state(**retry(BackoffRate=1000.0, MaxAttempts=3))))
    fail(client, tokens.next())
    second = tokens.next()
    waiting(execution)
    restart(execution)
    before = aws.clock.now()
    fail_when_waited_for(client, second)
    pause = paused(execution)
    assert pause.retry_at is not None
    assert 1000 <= pause.retry_at - before < 1060
    assert pause.retries == 2
    client("stepfunctions").stop_execution(executionArn=execution)


def test_an_attempt_of_an_earlier_visit_counts_no_more(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    execution = begin(only(tokens.state(**retry(MaxAttempts=1))))
    tokens.next()
    waiting(execution)
    put_back(execution)
    kept = running(execution)
    point = resume_point(kept)
    assert point is not None
    assert point.attempt == attempt_of(kept)
    vars(kept)["attempt"] = Attempt("Only", event=1, retries=1)
    point = resume_point(kept)
    assert point is not None
    assert point.attempt is None


def test_a_task_that_waits_on_has_what_is_left_of_its_timeout(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    states = client("stepfunctions")
    late, answered = (begin(only(tokens.state(TimeoutSeconds=DAY_S))) for _ in range(2))
    waiting(late)
    waiting(answered)
    for execution in (late, answered):
        put_back(execution)
        [(state, wait)] = waits_of(running(execution)).items()
        waits_of(running(execution))[state] = replace(wait, began=LONG_AGO)
    [token] = [wait.token for wait in waits_of(running(answered)).values()]
    states.send_task_success(taskToken=token, output="2")
    for execution in (late, answered):
        executions._resume(running(execution))
    assert ended(states, answered)["output"] == "2"
    output = ended(states, late)
    assert (output["status"], output["error"]) == ("FAILED", "States.Timeout")


def test_a_heartbeat_counts_from_the_last_one_that_was_heard(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    states = client("stepfunctions")
    execution = begin(only(tokens.state(TimeoutSeconds=2 * DAY_S, HeartbeatSeconds=DAY_S)))
    token = tokens.next()
    waiting(execution)
    [(state, wait)] = waits_of(running(execution)).items()
    waits_of(running(execution))[state] = replace(wait, heard=LONG_AGO)
    before = time.time()
    states.send_task_heartbeat(taskToken=token)
    heard = waits_of(running(execution))[state].heard
    assert heard is not None
    assert heard >= before
    put_back(execution)
    waits_of(running(execution))[state] = replace(wait, heard=LONG_AGO)
    executions._resume(running(execution))
    output = ended(states, execution)
    assert (output["status"], output["error"]) == ("FAILED", "States.Timeout")


def test_an_execution_has_what_is_left_of_its_timeout(client: Client, begin: Begin) -> None:
    states = client("stepfunctions")
    wait = {"Type": "Wait", "Seconds": 2 * DAY_S, "End": True}
    execution = begin({**only(wait), "TimeoutSeconds": DAY_S})
    eventually(
        lambda: executions_entered(client, execution, "WaitStateEntered"),
        seconds=10,
        what="the Wait state",
        every=0.02,
    )
    put_back(execution)
    running(execution).start_date = datetime.fromtimestamp(LONG_AGO, UTC)
    for event in vars(running(execution))["kept_history"]:
        event["timestamp"] = datetime.now(UTC).isoformat()
    executions._resume(running(execution))
    assert ended(states, execution)["status"] == "TIMED_OUT"
    history = states.get_execution_history(executionArn=execution)["events"]
    assert history[-1]["type"] == "ExecutionTimedOut"
