"""Calls keep to a rate, conflicts are waited for, and changes too, without a real clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from twin_local.loading.conflicts import patiently
from twin_local.loading.pace import Pace
from twin_local.loading.settling import NotSettledError, wait_until_settled


class Clock:
    """A clock that goes on while one sleeps."""

    def __init__(self) -> None:
        self.time = 100.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


def conflict(code: str = "ConflictingOperationException") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "under change"}}, "UpdateAsset")


def test_calls_are_spread_evenly() -> None:
    clock = Clock()
    pace = Pace(30, now=clock.now, sleep=clock.sleep)
    for _ in range(61):
        pace.wait()
    assert clock.time == pytest.approx(102.0)


def test_without_a_rate_nothing_waits() -> None:
    clock = Clock()
    pace = Pace(None, now=clock.now, sleep=clock.sleep)
    for _ in range(100):
        pace.wait()
    assert clock.time == 100.0


def test_a_call_is_repeated_until_the_other_change_is_done() -> None:
    codes = ("ConflictingOperationException", "ConflictException", "ThrottlingException")
    clock, conflicts = Clock(), [conflict(code) for code in codes]

    def call() -> str:
        if conflicts:
            raise conflicts.pop()
        return "done"

    assert patiently(call, now=clock.now, sleep=clock.sleep) == "done"


def test_a_conflict_that_lasts_and_any_other_error_are_told() -> None:
    clock = Clock()

    def call(code: str) -> None:
        raise conflict(code)

    with pytest.raises(ClientError, match="Conflicting"):
        patiently(
            lambda: call("ConflictingOperationException"),
            patience_seconds=60.0,
            now=clock.now,
            sleep=clock.sleep,
        )
    assert 160.0 <= clock.time < 166.0
    with pytest.raises(ClientError, match="InvalidRequest"):
        patiently(lambda: call("InvalidRequestException"), now=clock.now, sleep=clock.sleep)


def states(*found: dict[str, str]) -> Iterator[dict[str, str]]:
    yield from found


def test_changes_are_waited_for() -> None:
    clock = Clock()
    told = states({"P-1": "CREATING", "P-2": "ACTIVE"}, {"P-1": "UPDATING"}, {"P-1": "ACTIVE"})
    wait_until_settled(lambda: next(told), now=clock.now, sleep=clock.sleep)
    assert next(told, None) is None


def test_a_change_that_does_not_end_is_told() -> None:
    clock = Clock()
    with pytest.raises(NotSettledError) as raised:
        wait_until_settled(
            lambda: {"P-1": "CREATING"}, patience_seconds=10, now=clock.now, sleep=clock.sleep
        )
    assert (raised.value.code, raised.value.found) == ("LOAD_NOT_SETTLED", "P-1")
