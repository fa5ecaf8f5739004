"""Tokens, stops, redrives, versions and synchronous executions."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ROLE
from tests.integration.execution.stepfunctions.conftest import Tokens, ended, only

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


def test_an_express_workflow_answers_at_once_and_is_billed_by_its_duration(client: Client) -> None:
    states = client("stepfunctions")
    settings = {"name": f"express-{uuid.uuid4()}", "type": "EXPRESS", "roleArn": ROLE}
    wait = {"Type": "Wait", "Seconds": 1, "End": True}
    arn = states.create_state_machine(definition=json.dumps(only(wait)), **settings)[
        "stateMachineArn"
    ]
    answer = states.start_sync_execution(stateMachineArn=arn, name="n", input='{"a": 1}')
    assert (answer["status"], json.loads(answer["output"])) == ("SUCCEEDED", {"a": 1})
    billed = answer["billingDetails"]
    took = (answer["stopDate"] - answer["startDate"]).total_seconds() * 1000
    assert billed["billedDurationInMilliseconds"] % 100 == 0
    assert 0 <= billed["billedDurationInMilliseconds"] - took <= 101
    assert billed["billedMemoryUsedInMB"] == 64


def test_executions_of_express_workflows_are_only_in_their_log(client: Client) -> None:
    states = client("stepfunctions")
    settings = {"name": f"express-{uuid.uuid4()}", "type": "EXPRESS", "roleArn": ROLE}
    definition = json.dumps(only({"Type": "Pass", "End": True}))
    arn = states.create_state_machine(definition=definition, **settings)["stateMachineArn"]
    first, second = (
        states.start_execution(stateMachineArn=arn, name="same")["executionArn"] for _ in "ab"
    )
    prefix = arn.replace(":stateMachine:", ":express:") + ":same:"
    assert first != second
    assert first.startswith(prefix) and second.startswith(prefix)
    for operation in ("describe_execution", "get_execution_history", "stop_execution"):
        with pytest.raises(ClientError, match="not valid in this context: express") as refused:
            getattr(states, operation)(executionArn=first)
        assert refused.value.response["Error"]["Code"] == "InvalidArn"
    with pytest.raises(ClientError) as unsupported:
        states.list_executions(stateMachineArn=arn)
    assert unsupported.value.response["Error"]["Code"] == "StateMachineTypeNotSupported"
