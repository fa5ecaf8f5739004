"""Which commands are refused, and why."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.api.routes import Role
from twin.commands.checks import check_command, check_rate, find_command, observed_aliases
from twin.commands.errors import (
    CommandError,
    CommandForbidden,
    CommandInterlocked,
    CommandOutOfRange,
    CommandTooFast,
    FeedbackUnknown,
    InterlockUnknown,
    UnknownCommand,
)
from twin.commands.set_points import SetPoint, SetPoints
from twin.site_document import Command, Interlock, SiteDocument
from twin.telemetry.latest import LatestValue

NOW = 1_790_000_000.0
SPEED, LEVEL = "/demo/P-101/speed", "/demo/T-101/level"
SET_SPEED = Command(
    id="P-101.set_speed",
    asset="P-101",
    name="set_speed",
    title="Pump speed",
    unit="rpm",
    minimum=600.0,
    maximum=1500.0,
    maximum_rate_per_second=100.0,
    address="ns=2;s=P-101.speed_setpoint",
    feedback=SPEED,
    interlocks=(Interlock(LEVEL, "<", 0.4, "the tank is nearly empty"),),
    expires_after_seconds=30.0,
)
SITE = SiteDocument(
    "demo", "Demo", "UTC", "demo-edge", "opc.tcp://h:4840", (), (), (), (SET_SPEED,), (), ()
)


def latest(alias: str, value: float | str | None, **changes: object) -> LatestValue:
    fresh = LatestValue(alias, value, "", "GOOD", NOW - 1, 1.0, False)
    return dataclasses.replace(fresh, **changes)  # type: ignore[arg-type]


RUNNING = {SPEED: latest(SPEED, 1000.0), LEVEL: latest(LEVEL, 2.0)}


def refusal(
    value: float = 1200.0,
    role: Role = "operator",
    plant: dict[str, LatestValue] = RUNNING,
    previous: SetPoints = (),
) -> str:
    with pytest.raises(CommandError) as caught:
        check_command(SET_SPEED, value, role=role, latest=plant, previous=previous, now=NOW)
    assert caught.value.found
    assert caught.value.expected
    return caught.value.code


@pytest.mark.parametrize("role", ["operator", "engineer", "admin"])
def test_command_within_its_limits_passes(role: Role) -> None:
    check_command(SET_SPEED, 1200.0, role=role, latest=RUNNING, previous=(), now=NOW)


def test_viewer_may_not_command() -> None:
    assert refusal(role="viewer") == CommandForbidden.code


@pytest.mark.parametrize("value", [599.9, 1500.1, float("nan"), float("inf")])
def test_value_beyond_the_limits_is_refused(value: float) -> None:
    assert refusal(value) == CommandOutOfRange.code


def test_set_point_may_not_move_faster_than_its_rate() -> None:
    assert refusal(1500.0, previous=(SetPoint(1000.0, NOW - 4.9),)) == CommandTooFast.code
    check_rate(SET_SPEED, 1500.0, previous=SetPoint(1000.0, NOW - 5.0), now=NOW)


@pytest.mark.parametrize("value", [1000.0, 1400.0])
def test_set_point_must_be_reachable_from_every_one_that_the_plant_may_hold(value: float) -> None:
    both = (SetPoint(1000.0, NOW - 1), SetPoint(1400.0, NOW - 1))
    assert refusal(value, previous=both) == CommandTooFast.code


def test_interlock_that_holds_refuses_with_its_message() -> None:
    low = {**RUNNING, LEVEL: latest(LEVEL, 0.39)}
    assert refusal(plant=low) == CommandInterlocked.code
    with pytest.raises(CommandInterlocked, match="nearly empty"):
        check_command(SET_SPEED, 1200.0, role="admin", latest=low, previous=(), now=NOW)


@pytest.mark.parametrize(
    "level",
    [
        latest(LEVEL, 2.0, stale=True),
        latest(LEVEL, 2.0, quality="BAD"),
        latest(LEVEL, 2.0, quality="UNCERTAIN"),
        latest(LEVEL, "full"),
        latest(LEVEL, None, time=None),
    ],
)
def test_interlock_that_nobody_can_see_refuses(level: LatestValue) -> None:
    assert refusal(plant={**RUNNING, LEVEL: level}) == InterlockUnknown.code


def test_command_whose_effect_is_not_visible_is_refused() -> None:
    blind = {**RUNNING, SPEED: latest(SPEED, 1000.0, stale=True)}
    assert refusal(plant=blind) == FeedbackUnknown.code


def test_unknown_command_names_those_that_exist() -> None:
    with pytest.raises(UnknownCommand) as caught:
        find_command(SITE, "P-999.set_speed")
    assert "P-101.set_speed" in caught.value.expected


def test_checks_look_at_the_feedback_and_the_interlocks() -> None:
    assert observed_aliases(SET_SPEED) == (SPEED, LEVEL)


@given(st.floats(allow_nan=True), st.floats(0, 100), st.floats(600, 1500))
def test_whatever_passes_is_within_limits_and_rate(
    value: float, waited: float, before: float
) -> None:
    previous = (SetPoint(before, NOW - waited),)
    try:
        check_command(SET_SPEED, value, role="operator", latest=RUNNING, previous=previous, now=NOW)
    except (CommandOutOfRange, CommandTooFast):
        return
    assert 600 <= value <= 1500
    assert abs(value - before) / 100.0 <= waited + 1e-6
