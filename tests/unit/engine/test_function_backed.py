# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""Custom resources are made, changed and removed by the functions that they name."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
import urllib3

from twin_local.engine.clients import OperationError
from twin_local.engine.custom.answer_box import LARGEST_BYTES, AnswerBox
from twin_local.engine.custom.function_backed import FunctionBacked, is_function_backed
from twin_local.engine.errors import TemplateError
from twin_local.engine.resource_state import Physical, Place

TOKEN = "arn:aws:lambda:us-east-1:111111111111:function:maker"
PLACE = Place("site", "111111111111", "us-east-1")
KIND = "Custom::Thing"


class Function:
    """Stands for Lambda: remembers its events and answers as it is told."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any] | None] = []
        self.fails = ""

    def call(self, service: str, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        assert (service, operation) == ("lambda", "Invoke")
        assert parameters["FunctionName"] == TOKEN
        event = json.loads(parameters["Payload"])
        self.events.append(event)
        if self.fails:
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(self.fails.encode())}
        given = self.answers.pop(0) if self.answers else {}
        if given is not None:
            answer = {"Status": "SUCCESS", "PhysicalResourceId": "thing-1", **given}
            put(event["ResponseURL"], json.dumps(answer).encode())
        return {"StatusCode": 200}


def put(url: str, body: bytes) -> int:
    with urllib3.PoolManager() as pool:
        return pool.request("PUT", url, body=body).status


@pytest.fixture
def function() -> Function:
    return Function()


@pytest.fixture
def provider(function: Function) -> FunctionBacked:
    clients: Any = function
    return FunctionBacked(KIND, clients)


def made(provider: FunctionBacked, **properties: Any) -> Physical:
    return provider.create(PLACE, "Thing", {"ServiceToken": TOKEN, **properties})


def test_only_custom_types_are_of_functions() -> None:
    assert is_function_backed(KIND) and is_function_backed("AWS::CloudFormation::CustomResource")
    assert not is_function_backed("AWS::S3::Bucket")


def test_a_function_makes_the_resource(provider: FunctionBacked, function: Function) -> None:
    function.answers = [{"Data": {"Colour": "red"}}]
    thing = made(provider, ServiceTimeout=60, Days=30, Warm=True, Tags=[{"Number": 1}])
    assert (thing.reference, thing.attributes) == ("thing-1", {"Colour": "red"})
    (event,) = function.events
    assert (event["RequestType"], event["ResourceType"]) == ("Create", KIND)
    assert (event["LogicalResourceId"], event["StackId"]) == ("Thing", PLACE.stack_id)
    assert "PhysicalResourceId" not in event
    # As AWS does it, the function sees texts, and nothing of the timeout.
    seen = {"ServiceToken": TOKEN, "Days": "30", "Warm": "true", "Tags": [{"Number": "1"}]}
    assert event["ResourceProperties"] == seen


def test_an_update_tells_what_was(provider: FunctionBacked, function: Function) -> None:
    thing = made(provider, Days=30)
    changed = provider.update(PLACE, thing, {"ServiceToken": TOKEN, "Days": 60})
    event = function.events[-1]
    assert (event["RequestType"], event["PhysicalResourceId"]) == ("Update", "thing-1")
    assert event["OldResourceProperties"]["Days"] == "30"
    assert (changed.reference, changed.properties["Days"]) == ("thing-1", 60)


def test_another_id_removes_what_was(provider: FunctionBacked, function: Function) -> None:
    thing = made(provider)
    function.answers = [{"PhysicalResourceId": "thing-2"}]
    assert provider.update(PLACE, thing, {"ServiceToken": TOKEN}).reference == "thing-2"
    event = function.events[-1]
    assert (event["RequestType"], event["PhysicalResourceId"]) == ("Delete", "thing-1")


def test_deleting_is_asked_of_the_function(provider: FunctionBacked, function: Function) -> None:
    provider.delete(PLACE, made(provider))
    event = function.events[-1]
    assert (event["RequestType"], event["PhysicalResourceId"]) == ("Delete", "thing-1")


def test_a_failure_has_the_reason_of_the_function(
    provider: FunctionBacked, function: Function
) -> None:
    function.answers = [{"Status": "FAILED", "Reason": "no room"}]
    with pytest.raises(OperationError, match="CreateFailed: no room"):
        made(provider)


def test_a_function_that_breaks_fails_at_once(provider: FunctionBacked, function: Function) -> None:
    function.fails = "KeyError: 'x'"
    with pytest.raises(OperationError, match="KeyError"):
        made(provider)


def test_a_function_without_an_answer_fails(
    provider: FunctionBacked, function: Function, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twin_local.engine.custom.function_backed.ANSWER_SECONDS", 0.01)
    function.answers = [None]
    with pytest.raises(OperationError, match="without an answer"):
        made(provider)


def test_a_resource_without_a_function_is_refused_before_anything(
    provider: FunctionBacked, function: Function
) -> None:
    with pytest.raises(TemplateError, match="names no function"):
        provider.check(PLACE, "Thing", {"Days": 30})
    provider.check(PLACE, "Thing", {"ServiceToken": TOKEN, "Days": 30})
    assert function.events == []


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{}", 200), (b"[]", 400), (b"{", 400), (b'"' + b"x" * LARGEST_BYTES + b'"', 400)],
)
def test_an_answer_is_an_object_of_four_kilobytes(body: bytes, status: int) -> None:
    with AnswerBox() as box:
        assert put(box.url, body) == status
        assert (box.wait(0.01) is None) == (status != 200)


def test_nobody_else_can_answer() -> None:
    with AnswerBox() as box:
        assert put(box.url[:-1], b"{}") == 403
        assert box.wait(0.01) is None
