"""JSONata, errors that pass through inner states, definitions that are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ROLE
from tests.integration.execution.stepfunctions.conftest import only

Client = Callable[[str], Any]
Json = dict[str, Any]
Run = Callable[..., Json]
JSONATA = {"QueryLanguage": "JSONata"}


@pytest.mark.parametrize(
    ("state", "given", "expected"),
    [
        (
            {"Type": "Pass", "Output": "{% $states.input.a & '!' %}", "End": True},
            {"a": 'he said "hi"\nand left'},
            'he said "hi"\nand left!',
        ),
        (
            {
                "Type": "Map",
                "Items": "{% $states.input.l %}",
                "ItemProcessor": {
                    "StartAt": "D",
                    "States": {
                        "D": {"Type": "Pass", "Output": "{% $states.input * 2 %}", "End": True}
                    },
                },
                "Output": {"r": "{% $states.result %}"},
                "End": True,
            },
            {"l": [1, 2]},
            {"r": [2, 4]},
        ),
        (
            {
                "Type": "Pass",
                "Output": {
                    "parsed": "{% $parse($states.input) %}",
                    "range": "{% $range(1, 7, 3) %}",
                    "parts": "{% $partition([1, 2, 3], 2) %}",
                    "hash": "{% $hash('a', 'MD5') %}",
                    "uuid": "{% $length($uuid()) %}",
                },
                "End": True,
            },
            '{"x": 1}',
            {
                "parsed": {"x": 1},
                "range": [1, 4, 7],
                "parts": [[1, 2], [3]],
                "hash": "0cc175b9c0f1b6a831c399e269772661",
                "uuid": 36,
            },
        ),
    ],
)
def test_states_are_written_in_jsonata(
    run: Run, state: Json, given: object, expected: object
) -> None:
    output = run(only(state, **JSONATA), given)
    assert output["status"] == "SUCCEEDED", output
    assert json.loads(output["output"]) == expected


def test_variables_are_assigned_chosen_by_and_read_later(run: Run) -> None:
    choice = {"Condition": "{% $states.input.a > 3 %}", "Next": "Big", "Assign": {"size": "big"}}
    machine = {
        **JSONATA,
        "StartAt": "C",
        "States": {
            "C": {"Type": "Choice", "Choices": [choice], "Default": "Small"},
            "Big": {"Type": "Pass", "Output": "{% $size %}", "End": True},
            "Small": {"Type": "Fail", "Error": "{% 'E' & $states.input.a %}"},
        },
    }
    assert json.loads(run(machine, {"a": 4})["output"]) == "big"
    assert run(machine, {"a": 1})["error"] == "E1"


def test_an_expression_that_fails_is_a_query_evaluation_error(run: Run) -> None:
    state = {"Type": "Pass", "Output": "{% $sum('x') %}", "End": True}
    assert run(only(state, **JSONATA))["error"] == "States.QueryEvaluationError"


@pytest.mark.parametrize("kind", ["Map", "Parallel"])
def test_an_error_of_the_language_passes_through_inner_states(run: Run, kind: str) -> None:
    inner = {
        "StartAt": "F",
        "States": {"F": {"Type": "Fail", "Error": "States.TaskFailed", "Cause": "a job failed"}},
    }
    parts: Json = {"ItemProcessor": inner} if kind == "Map" else {"Branches": [inner]}
    catch = [{"ErrorEquals": ["States.TaskFailed"], "Next": "Z"}]
    machine = {
        "StartAt": "O",
        "States": {
            "O": {"Type": kind, "Catch": catch, "End": True, **parts},
            "Z": {"Type": "Pass", "End": True},
        },
    }
    output = run(machine, [1])
    assert output["status"] == "SUCCEEDED"
    assert json.loads(output["output"])["Cause"] == "a job failed"


def test_an_error_of_an_sdk_integration_has_the_name_of_the_service(run: Run) -> None:
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:s3:headBucket",
        "Parameters": {"Bucket": "no-such-bucket"},
        "End": True,
    }
    assert run(only(state))["error"] == "S3.S3Exception"


def test_a_definition_is_checked_before_it_is_kept(client: Client) -> None:
    states = client("stepfunctions")
    wrong = json.dumps(only({"Type": "Pass", "Next": "Nowhere"}))
    with pytest.raises(ClientError) as refused:
        states.create_state_machine(name="wrong", definition=wrong, roleArn=ROLE)
    assert refused.value.response["Error"]["Code"] == "InvalidDefinition"
    report = states.validate_state_machine_definition(definition=wrong)
    assert report["result"] == "FAIL"
    assert report["diagnostics"][0]["code"] == "MISSING_TRANSITION_TARGET"
    right = json.dumps(only({"Type": "Pass", "End": True}))
    assert states.validate_state_machine_definition(definition=right)["result"] == "OK"
    with pytest.raises(ClientError, match="not implemented by the embedded AWS"):
        states.test_state(definition=right, roleArn=ROLE)
