"""Tokens, stops, redrives, restarts, versions and synchronous executions."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from tests.integration.execution.conftest import ACCOUNT, REGION, ROLE
from tests.integration.execution.stepfunctions.conftest import Tokens, ended, only
from twin_local.execution.stepfunctions import executions
from twin_local.execution.stepfunctions.machines import execution_of
from twin_local.server.persistence.pickling import dump, load

Client = Callable[[str], Any]
Begin = Callable[..., str]


def test_a_task_ends_with_what_is_sent_for_its_token(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    states = client("stepfunctions")
    good, bad = begin(only(tokens.state())), None
    states.send_task_success(taskToken=tokens.next(), output='{"a": 1}')
    assert json.loads(ended(states, good)["output"]) == {"a": 1}
    bad = begin(only(tokens.state()))
    states.send_task_failure(taskToken=tokens.next(), error="E", cause="why")
    output = ended(states, bad)
    assert (output["error"], output["cause"]) == ("E", "why")


def test_a_stopped_execution_has_ended_at_once_and_its_token_is_void(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    states = client("stepfunctions")
    execution = begin(only(tokens.state()))
    token = tokens.next()
    states.stop_execution(executionArn=execution, error="Stop", cause="by hand")
    output = states.describe_execution(executionArn=execution)
    assert (output["status"], output["error"], output["cause"]) == ("ABORTED", "Stop", "by hand")
    with pytest.raises(ClientError) as late:
        states.send_task_success(taskToken=token, output="{}")
    assert late.value.response["Error"]["Code"] == "TaskTimedOut"
    with pytest.raises(ClientError) as wrong:
        states.send_task_success(taskToken="x", output="{}")
    assert wrong.value.response["Error"]["Code"] == "InvalidToken"


def test_a_missing_heartbeat_fails_and_the_execution_is_redriven_from_that_state(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    states = client("stepfunctions")
    first = {"Type": "Pass", "Result": {"first": True}, "Next": "T"}
    wait = tokens.state(HeartbeatSeconds=1)
    execution = begin({"StartAt": "F", "States": {"F": first, "T": wait}})
    states.send_task_heartbeat(taskToken=tokens.next())
    tokens_used = ended(states, execution)
    assert (tokens_used["error"], tokens_used["redriveStatus"]) == ("States.Timeout", "REDRIVABLE")
    states.redrive_execution(executionArn=execution)
    states.send_task_success(taskToken=tokens.next(), output="2")
    output = ended(states, execution)
    assert (output["output"], output["redriveCount"]) == ("2", 1)
    events = states.get_execution_history(executionArn=execution, reverseOrder=True)["events"]
    kinds = [event["type"] for event in reversed(events)]
    assert kinds.count("PassStateEntered") == 1
    assert "ExecutionRedriven" in kinds
    with pytest.raises(ClientError) as refused:
        states.redrive_execution(executionArn=execution)
    assert refused.value.response["Error"]["Code"] == "ExecutionNotRedrivable"


def restart(execution_arn: str) -> None:
    """Do to one execution what a kill and a start do: it is pickled, read, and goes on."""
    live = execution_of(execution_arn)
    backend = stepfunctions_parser_backends[ACCOUNT][REGION]
    for machine in backend.state_machines:
        if live in machine.executions:
            machine.executions[machine.executions.index(live)] = load(dump(live))
    assert live is not None
    live.exec_worker.env.set_stop(None, None, None)  # the thread of before ends unnoticed
    executions._resume(execution_of(execution_arn))


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


def test_after_a_restart_a_state_that_waited_for_a_token_fails_and_may_be_retried(
    client: Client, begin: Begin, tokens: Tokens
) -> None:
    states = client("stepfunctions")
    retry = [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    again, given_up = begin(only(tokens.state(Retry=retry))), None
    old = tokens.next()
    restart(again)
    with pytest.raises(ClientError):
        states.send_task_success(taskToken=old, output="1")
    states.send_task_success(taskToken=tokens.next(), output="2")
    assert ended(states, again)["output"] == "2"
    given_up = begin(only(tokens.state()))
    tokens.next()
    restart(given_up)
    output = ended(states, given_up)
    assert (output["status"], output["error"]) == ("FAILED", "States.TaskFailed")
    assert "was restarted" in output["cause"]


def executions_entered(client: Client, execution: str, kind: str) -> list[Any]:
    history = client("stepfunctions").get_execution_history(executionArn=execution)["events"]
    return [event for event in history if event["type"] == kind]


def test_an_alias_starts_the_version_that_it_points_to(client: Client) -> None:
    states = client("stepfunctions")

    def definition(value: int) -> str:
        return json.dumps(only({"Type": "Pass", "Result": value, "End": True}))

    name = f"versioned-{uuid.uuid4()}"
    machine = states.create_state_machine(name=name, definition=definition(1), roleArn=ROLE)
    arn = machine["stateMachineArn"]
    version = states.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]
    route = {"stateMachineVersionArn": version, "weight": 100}
    alias = states.create_state_machine_alias(name="live", routingConfiguration=[route])
    states.update_state_machine(stateMachineArn=arn, definition=definition(2))
    by_alias = states.start_execution(stateMachineArn=alias["stateMachineAliasArn"])
    output = ended(states, by_alias["executionArn"])
    assert (output["output"], output["stateMachineVersionArn"]) == ("1", version)
    newest = states.start_execution(stateMachineArn=arn)["executionArn"]
    assert ended(states, newest)["output"] == "2"
    with pytest.raises(ClientError) as used:
        states.delete_state_machine_version(stateMachineVersionArn=version)
    assert used.value.response["Error"]["Code"] == "ConflictException"


def test_an_express_workflow_answers_at_once(client: Client) -> None:
    states = client("stepfunctions")
    settings = {"name": f"express-{uuid.uuid4()}", "type": "EXPRESS", "roleArn": ROLE}
    definition = json.dumps(only({"Type": "Pass", "End": True}))
    arn = states.create_state_machine(definition=definition, **settings)["stateMachineArn"]
    answer = states.start_sync_execution(stateMachineArn=arn, input='{"a": 1}')
    assert (answer["status"], json.loads(answer["output"])) == ("SUCCEEDED", {"a": 1})
