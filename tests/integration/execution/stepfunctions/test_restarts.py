"""What an execution does when the process was restarted: as a kill does it, in this process."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from moto.stepfunctions.parser.asl.eval.callback.callback import CallbackOutcomeSuccess

from tests.integration.execution.stepfunctions.conftest import Tokens, ended, only
from tests.integration.execution.stepfunctions.restarting import (
    answer,
    executions_entered,
    put_back,
    restart,
    running,
    waiting,
)
from tests.twin_process import eventually
from twin_local.execution.stepfunctions import executions
from twin_local.execution.stepfunctions.waits import answered

Client = Callable[[str], Any]
Begin = Callable[..., str]


def test_after_a_restart_an_execution_goes_on_in_its_state(client: Client, begin: Begin) -> None:
    states = client("stepfunctions")
    first = {"Type": "Pass", "Assign": {"v": [7]}, "Result": "once", "Next": "W"}
    wait = {"Type": "Wait", "Seconds": 1, "Next": "L"}
    last = {"Type": "Pass", "Parameters": {"v.$": "$v", "in.$": "$"}, "End": True}
    execution = begin({"StartAt": "F", "States": {"F": first, "W": wait, "L": last}}, {"a": [7]})
    for _ in range(200):
        if executions_entered(client, execution, "WaitStateEntered"):
            break
        time.sleep(0.02)
    restart(execution)
    output = ended(states, execution)
    assert json.loads(output["output"]) == {"v": [7], "in": "once"}
    names = executions_entered(client, execution, "PassStateEntered")
    assert [one["stateEnteredEventDetails"]["name"] for one in names] == ["F", "L"]


def test_after_a_restart_a_task_waits_on_for_the_same_token(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    states = client("stepfunctions")
    execution = begin(only(tokens.state()))
    token = tokens.next()
    waiting(execution)
    restart(execution)
    answer(states, token, "2")
    output = ended(states, execution)
    assert (output["status"], output["output"]) == ("SUCCEEDED", "2")
    assert len(executions_entered(client, execution, "TaskSubmitted")) == 1


def test_restarts_one_after_the_other_leave_a_token_valid(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    states = client("stepfunctions")
    for number in range(5):
        execution = begin(only(tokens.state()))
        token = tokens.next()
        waiting(execution)
        for _ in range(10):
            restart(execution)
            time.sleep(0.002 * number)  # wherever the execution may be by then
        answer(states, token, "2")
        output = ended(states, execution)
        assert (output["status"], output.get("output")) == ("SUCCEEDED", "2"), output


def test_a_token_can_be_answered_before_the_execution_waits_for_it_again(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    states = client("stepfunctions")
    execution = begin(only(tokens.state()))
    token = tokens.next()
    waiting(execution)
    put_back(execution)
    states.send_task_success(taskToken=token, output="2")
    with pytest.raises(states.exceptions.TaskDoesNotExist):
        states.send_task_success(taskToken=token, output="3")
    put_back(execution)
    executions._resume(running(execution))
    output = ended(states, execution)
    assert (output["status"], output["output"]) == ("SUCCEEDED", "2")


def test_a_wait_whose_end_has_passed_ends_at_once(client: Client, begin: Begin) -> None:
    states = client("stepfunctions")
    execution = begin(only({"Type": "Wait", "Seconds": 86400, "End": True}))
    entered = eventually(
        lambda: executions_entered(client, execution, "WaitStateEntered"),
        seconds=10,
        what="the Wait state",
        every=0.02,
    )
    assert entered
    put_back(execution)
    for event in vars(running(execution))["kept_history"]:
        event["timestamp"] = "2020-01-01T00:00:00.000Z"
    executions._resume(running(execution))
    restart(execution)  # it still counts from when it was entered first
    assert ended(states, execution)["status"] == "SUCCEEDED"


def test_an_answer_that_was_acknowledged_is_not_asked_for_again(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    states = client("stepfunctions")
    last = {"Type": "Wait", "Seconds": 1, "End": True}
    ask = {name: value for name, value in tokens.state(Next="W").items() if name != "End"}
    execution = begin({"StartAt": "T", "States": {"T": ask, "W": last}})
    token = tokens.next()
    waiting(execution)
    answered(running(execution), CallbackOutcomeSuccess(callback_id=token, output="3"))
    restart(execution)
    assert ended(states, execution)["output"] == "3"
    assert len(executions_entered(client, execution, "TaskSubmitted")) == 1


def test_after_a_restart_inner_states_that_waited_begin_again_as_their_state_says(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    states = client("stepfunctions")
    inner = {"StartAt": "T", "States": {"T": tokens.state()}}
    retry = [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    both = {"Type": "Parallel", "Branches": [inner], "End": True}
    again = begin(only({**both, "Retry": retry}))
    tokens.next()
    restart(again)
    states.send_task_success(taskToken=tokens.next(), output="2")
    assert json.loads(ended(states, again)["output"]) == [2]
    given_up = begin(only(both))
    tokens.next()
    restart(given_up)
    output = ended(states, given_up)
    assert (output["status"], output["error"]) == ("FAILED", "States.TaskFailed")
    assert "was restarted" in output["cause"]
