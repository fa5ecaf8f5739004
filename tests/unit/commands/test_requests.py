"""Orders, audit trail and the shadow documents."""

from __future__ import annotations

import json

import pytest

from twin.commands.errors import BadCommandRequest
from twin.commands.events import CommandStateChanged
from twin.commands.feedback import (
    ANSWER_GRACE_SECONDS,
    answer_step,
    changed_reports,
    overdue_step,
    takes_answer,
)
from twin.commands.request import CommandOrder, CommandRequest, CommandStep
from twin.commands.shadow import (
    Desired,
    Reported,
    desired_document,
    read_desired,
    read_reported,
    reported_document,
)

SENT = CommandRequest(
    request_id="r-1",
    command_id="P-101.set_speed",
    asset="P-101",
    value=1200.0,
    unit="rpm",
    state="SENT",
    requested_by="olga",
    requested_at=100.0,
    expires_at=130.0,
    steps=(CommandStep("REQUESTED", 100.0, "olga"), CommandStep("SENT", 100.1, "cloud")),
)
APPLIED = Reported(1200.0, "r-1", "applied", "", "", 100.6)


def test_same_key_of_the_same_caller_is_the_same_request() -> None:
    order = CommandOrder("P-101.set_speed", 1200.0, "key")
    assert order.request_id("olga") == order.request_id("olga")
    assert order.request_id("olga") != order.request_id("paul")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"command_id": "P-101.set_speed"},
        {"command_id": "P-101.set_speed", "value": "fast"},
        {"command_id": "P-101.set_speed", "value": True},
        {"command_id": "P-101.set_speed", "value": float("nan")},
        {"command_id": 7, "value": 1.0},
        {"command_id": "P-101.set_speed", "value": 1.0, "idempotency_key": "x" * 129},
    ],
)
def test_unreadable_order_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(BadCommandRequest):
        CommandOrder.from_body(body)


def test_desired_document_is_read_back_as_it_was_written() -> None:
    document = json.loads(json.dumps(desired_document(SENT, issued_at=100.1)))
    assert read_desired(document) == {"P-101.set_speed": Desired(1200.0, "r-1", 100.1, 130.0)}


def test_reported_document_is_read_back_as_it_was_written() -> None:
    document = json.loads(json.dumps(reported_document("P-101.set_speed", APPLIED)))
    assert read_reported(document) == {"P-101.set_speed": APPLIED}


@pytest.mark.parametrize("entry", [None, 5, {}, {"value": 1}, {"value": "1", "request_id": "r"}])
def test_entries_of_another_version_do_not_stop_the_others(entry: object) -> None:
    document = desired_document(SENT, issued_at=100.1)
    document["state"]["desired"]["X-1.other"] = entry
    assert list(read_desired(document)) == ["P-101.set_speed"]


def test_only_changed_reports_are_news() -> None:
    document = reported_document("P-101.set_speed", APPLIED)
    assert changed_reports({}, document) == [APPLIED]
    assert changed_reports(document, document) == []


def test_answer_closes_the_request_and_keeps_every_step() -> None:
    done = SENT.after(answer_step(APPLIED, by="demo-edge"))
    assert [step.state for step in done.steps] == ["REQUESTED", "SENT", "APPLIED"]
    assert not done.is_open
    assert not takes_answer(done)


def test_request_without_an_answer_expires_after_the_grace() -> None:
    deadline = SENT.expires_at + ANSWER_GRACE_SECONDS
    assert overdue_step(SENT, now=deadline) is None
    step = overdue_step(SENT, now=deadline + 0.1)
    assert step is not None
    expired = SENT.after(step)
    assert expired.state == "EXPIRED"
    assert overdue_step(expired, now=deadline + 99) is None
    assert takes_answer(expired), "an answer that comes late is still the truth"


def test_event_carries_the_whole_audit_trail() -> None:
    detail = json.loads(json.dumps(CommandStateChanged(SENT).to_detail()))
    assert [step["state"] for step in detail["steps"]] == ["REQUESTED", "SENT"]
