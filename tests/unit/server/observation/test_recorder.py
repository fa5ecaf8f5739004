"""The recorder around an application, and who may ask the controls."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import pytest

from tests.unit.server.observation.conftest import Made
from twin_local.server.application import (
    ControlError,
    arguments_of,
    is_of_this_machine,
    is_own,
)
from twin_local.server.observation.calls.call import ApiCall
from twin_local.server.observation.calls.recorder import Recorder
from twin_local.server.observation.calls.ring import CallRing
from twin_local.server.observation.calls.sighting import Sighting

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def notes() -> list[Sighting]:
    """Return where what was seen is collected when the ring is read."""
    return []


@pytest.fixture
def ring(call: Made, notes: list[Sighting]) -> CallRing:
    """Return a ring that notes what it is asked to name."""

    def describe(one: Sighting) -> ApiCall:
        notes.append(one)
        return call()

    return CallRing(describe)


def environ(path: str = "/", **given: object) -> dict[str, Any]:
    return {"REQUEST_METHOD": "POST", "PATH_INFO": path, "QUERY_STRING": "", **given}


class Answering:
    """An application that gives one answer, and remembers that the answer was closed."""

    def __init__(self, status: str, *blocks: bytes) -> None:
        self.status, self.blocks, self.closed = status, blocks, False

    def __call__(self, _: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401
        start_response(self.status, [("Content-Type", "text/xml")])
        return self

    def __iter__(self) -> Any:  # noqa: ANN401
        return iter(self.blocks)

    def close(self) -> None:
        self.closed = True


def test_a_success_is_passed_on_unread(ring: CallRing, notes: list[Sighting]) -> None:
    application = Answering("200 OK", b"a", b"b")
    answer = Recorder(application, ring)(environ(HTTP_X_AMZ_TARGET="S.Op"), lambda *_: None)
    assert answer is application and not application.closed
    ring.calls()
    [seen] = notes
    assert (seen.status, seen.error, seen.target, seen.number) == (200, "", "S.Op", 1)
    assert seen.seconds >= 0


def test_an_error_is_read_for_its_code_and_still_answered(
    ring: CallRing, notes: list[Sighting]
) -> None:
    application = Answering("403 Forbidden", b"<Error><Code>Access", b"Denied</Code></Error>")
    answer = Recorder(application, ring)(environ(), lambda *_: None)
    assert b"".join(answer) == b"<Error><Code>AccessDenied</Code></Error>"
    assert application.closed
    ring.calls()
    assert [(one.status, one.error) for one in notes] == [(403, "AccessDenied")]


def test_an_application_that_fails_is_noted(ring: CallRing, notes: list[Sighting]) -> None:
    def failing(*_: object) -> Iterable[bytes]:
        raise KeyError("x")

    with pytest.raises(KeyError):
        Recorder(failing, ring)(environ(), lambda *_: None)
    ring.calls()
    assert [(one.status, one.error) for one in notes] == [(500, "KeyError")]


@pytest.mark.parametrize("given", [
    {"twin.body": b"Version=1&Action=GetUser&x=Action%3D"},
    {"wsgi.input": io.BytesIO(b"Action=GetUser")},
])  # fmt: skip
def test_the_query_protocol_names_its_operation_in_the_body(
    ring: CallRing, notes: list[Sighting], given: dict[str, Any]
) -> None:
    Recorder(Answering("200 OK"), ring)(environ(CONTENT_TYPE=FORM, **given), lambda *_: None)
    ring.calls()
    assert [one.action for one in notes] == ["GetUser"]


@pytest.mark.parametrize("path", ["/_twin/health", "/_twin/", "/_twin"])
def test_what_is_asked_of_the_embedded_aws_itself_is_no_call(ring: CallRing, path: str) -> None:
    assert is_own(path)
    Recorder(Answering("200 OK"), ring)(environ(path), lambda *_: None)
    assert ring.calls() == []


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1:8701", True),
        ("localhost", True),
        ("[::1]:8701", True),
        ("evil.example:8701", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
    ],
)
def test_only_names_of_this_machine_reach_the_controls(host: str, expected: bool) -> None:
    assert is_of_this_machine({"HTTP_HOST": host}) is expected


def test_arguments_of_a_control_are_checked() -> None:
    def control(name: str, after: str = "") -> object:
        return name + after

    assert arguments_of(control, "name=x&after=3") == {"name": "x", "after": "3"}
    with pytest.raises(ControlError, match="missing a required argument: 'name'"):
        arguments_of(control, "")
    with pytest.raises(ControlError, match="unexpected keyword argument 'other'"):
        arguments_of(control, "name=x&other=1")
