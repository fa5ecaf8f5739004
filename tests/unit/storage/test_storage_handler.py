# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""The function of the custom resource answers CloudFormation whatever happens."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from iot_storage import handler as entry
from iot_storage import update
from iot_storage.response import LONGEST_REASON
from twin_local.engine.custom.answer_box import AnswerBox
from twin_runtime import clients

CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 60_000)


class SiteWise:
    """Takes a configuration, and is done with it after some questions."""

    def __init__(self, *states: str) -> None:
        self.states = list(states)
        self.put: list[dict[str, Any]] = []
        self.refuses = ""

    def describe_storage_configuration(self) -> Any:
        state = self.states.pop(0) if self.states else "ACTIVE"
        status: dict[str, Any] = {"state": state}
        if state == "UPDATE_FAILED":
            status["error"] = {"code": "VALIDATION_ERROR", "message": "no such bucket"}
        return {"storageType": "SITEWISE_DEFAULT_STORAGE", "configurationStatus": status}

    def put_storage_configuration(self, **parameters: Any) -> Any:
        if self.refuses:
            error: Any = {"Error": {"Code": self.refuses, "Message": "x" * 5_000}}
            raise ClientError(error, "PutStorageConfiguration")
        self.put.append(parameters)
        return {}


def ask(
    monkeypatch: pytest.MonkeyPatch, sitewise: SiteWise, kind: str = "Create", **properties: str
) -> dict[str, Any]:
    monkeypatch.setattr(clients, "iotsitewise", lambda: sitewise)
    monkeypatch.setattr(update, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(update, "RETRY_SECONDS", 0.0)
    with AnswerBox() as box:
        event = {
            "RequestType": kind, "ResponseURL": box.url, "StackId": "stack", "RequestId": "request",
            "LogicalResourceId": "Storage", "ResourceProperties": properties,
        }  # fmt: skip
        if kind != "Create":
            event["PhysicalResourceId"] = "made-before"
        entry.handler(event, CONTEXT)
        answer = box.wait(5)
    assert answer is not None
    return answer


def test_a_configuration_is_in_force_before_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sitewise = SiteWise("UPDATE_IN_PROGRESS", "ACTIVE", "UPDATE_IN_PROGRESS", "ACTIVE")
    answer = ask(monkeypatch, sitewise, HotDays="30")
    assert answer["Status"] == "SUCCESS"
    assert answer["Data"] == {"State": "ACTIVE"}
    assert (answer["PhysicalResourceId"], answer["RequestId"]) == ("Storage", "request")
    assert sitewise.states == []
    assert len(sitewise.put) == 1


def test_an_update_keeps_the_id(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = ask(monkeypatch, SiteWise(), "Update", HotDays="60")
    assert answer["PhysicalResourceId"] == "made-before"


def test_what_sitewise_does_not_take_fails_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    sitewise = SiteWise("ACTIVE", *["UPDATE_FAILED"] * update.ATTEMPTS)
    answer = ask(monkeypatch, sitewise, HotDays="30")
    assert answer["Status"] == "FAILED"
    assert "VALIDATION_ERROR: no such bucket" in answer["Reason"]
    assert len(sitewise.put) == update.ATTEMPTS


def test_a_role_that_is_not_known_everywhere_yet_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sitewise = SiteWise("ACTIVE", "UPDATE_FAILED", "ACTIVE")
    answer = ask(monkeypatch, sitewise, HotDays="30")
    assert (answer["Status"], len(sitewise.put)) == ("SUCCESS", 2)


def test_a_change_that_does_not_end_fails_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "SPARE_SECONDS", 61.0)
    sitewise = SiteWise(*["UPDATE_IN_PROGRESS"] * 3)
    answer = ask(monkeypatch, sitewise, HotDays="30")
    assert (answer["Status"], sitewise.put) == ("FAILED", [])
    assert "STORAGE_UPDATE_FAILED" in answer["Reason"]


def test_a_refusal_is_told_within_what_an_answer_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    sitewise = SiteWise()
    sitewise.refuses = "InvalidRequestException"
    answer = ask(monkeypatch, sitewise, HotDays="30")
    assert answer["Status"] == "FAILED"
    assert "InvalidRequestException" in answer["Reason"]
    assert len(answer["Reason"]) <= LONGEST_REASON


def test_deleting_the_resource_leaves_the_account_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    sitewise = SiteWise()
    answer = ask(monkeypatch, sitewise, "Delete", HotDays="30")
    assert (answer["Status"], sitewise.put) == ("SUCCESS", [])
