"""What the plant may hold: the base of the rate limit."""

from __future__ import annotations

import dataclasses

from twin.commands.request import CommandRequest, CommandStep
from twin.commands.set_points import SetPoint, with_report, with_sent, without
from twin.commands.shadow import Reported, ReportStatus
from twin.site_document import Command

NOW = 1_790_000_000.0
COMMAND = Command(
    id="P-101.set_speed",
    asset="P-101",
    name="set_speed",
    title="Pump speed",
    unit="rpm",
    minimum=600.0,
    maximum=1600.0,
    maximum_rate_per_second=100.0,
    address="ns=2;s=P-101.speed_setpoint",
    feedback="/demo/P-101/speed",
    interlocks=(),
    expires_after_seconds=30.0,
)
BEFORE = SetPoint(1000.0, NOW - 5, "r-0")


def request(request_id: str = "r-1", value: float = 1300.0, at: float = NOW) -> CommandRequest:
    return CommandRequest(
        request_id=request_id,
        command_id=COMMAND.id,
        asset="P-101",
        value=value,
        unit="rpm",
        state="SENT",
        requested_by="olga",
        requested_at=at,
        expires_at=at + 30,
        steps=(CommandStep("REQUESTED", at, "olga"),),
    )


def report(
    status: ReportStatus, code: str = "", value: float | None = None, at: float = NOW + 1
) -> Reported:
    return Reported(value, "r-1", status, code, "", at)


SENT = with_sent((BEFORE,), request(), COMMAND)


def test_what_is_under_way_counts_beside_what_was_applied() -> None:
    assert list(SENT) == [BEFORE, SetPoint(1300.0, NOW, "r-1")]


def test_applied_value_takes_the_place_of_all_earlier_ones() -> None:
    applied = with_report(SENT, request(), report("applied", value=1300.0), now=NOW + 2)
    assert applied == (SetPoint(1300.0, NOW + 1, "r-1"),)
    assert with_report(SENT, request(), report("applied"), now=NOW + 2) == applied


def test_rejected_and_expired_ones_leave_no_trace() -> None:
    for status, code in (("rejected", "PLC_REFUSED"), ("expired", "COMMAND_EXPIRED")):
        answer = dataclasses.replace(report("rejected"), status=status, code=code)  # type: ignore[arg-type]
        assert with_report(SENT, request(), answer, now=NOW + 2) == (BEFORE,)
    assert without(SENT, "r-1") == (BEFORE,)


def test_value_that_the_plc_took_instead_counts() -> None:
    limited = report("rejected", "PLC_LIMITED", 1200.0)
    assert with_report(SENT, request(), limited, now=NOW + 2)[0].value == 1200.0


def test_write_that_broke_off_may_have_arrived() -> None:
    broken = report("rejected", "PLC_UNAVAILABLE")
    assert with_report(SENT, request(), broken, now=NOW + 2) == SENT


def test_clock_of_the_edge_shifts_nothing_out_of_its_time() -> None:
    for at, expected in ((NOW - 99, NOW), (NOW + 99, NOW + 2)):
        (point,) = with_report(SENT, request(), report("applied", at=at), now=NOW + 2)
        assert point.time == expected


def test_answer_that_comes_after_a_later_one_changes_nothing() -> None:
    later = request("r-2", 1400.0, NOW + 60)
    points = with_sent(SENT, later, COMMAND)
    answer = dataclasses.replace(report("applied", at=NOW + 61), request_id="r-2")
    points = with_report(points, later, answer, now=NOW + 62)
    assert with_report(points, request(), report("applied"), now=NOW + 63) == points


def test_only_what_can_still_refuse_something_is_kept() -> None:
    assert with_sent((SetPoint(600.0, NOW - 10),), request(), COMMAND) == SENT[1:]
    unlimited = dataclasses.replace(COMMAND, maximum_rate_per_second=None)
    assert with_sent((BEFORE,), request(), unlimited) == SENT[1:]
