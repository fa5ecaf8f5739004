"""Each request touches the PLC at most once and always gets an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from edge_commander.commander import Commander
from edge_commander.journal import Journal
from edge_commander.ports import (
    PlcRefused,
    PlcUnavailable,
    ShadowRefused,
    ShadowUnavailable,
    WriteInDoubt,
)
from twin.commands.shadow import Desired, Reported
from twin.site_document import Command

NOW = 1_790_000_000.0
SET_SPEED = Command(
    id="P-101.set_speed",
    asset="P-101",
    name="set_speed",
    title="Pump speed",
    unit="rpm",
    minimum=600.0,
    maximum=1500.0,
    maximum_rate_per_second=None,
    address="ns=2;s=P-101.speed_setpoint",
    feedback="/demo/P-101/speed",
    interlocks=(),
    expires_after_seconds=30.0,
)


class Shadow:
    def __init__(self) -> None:
        self.wanted: dict[str, Desired] = {}
        self.reports: list[tuple[str, Reported]] = []
        self.away = False
        self.refuses: set[str] = set()

    def desired(self) -> dict[str, Desired]:
        return self.wanted

    def report(self, command_id: str, reported: Reported) -> None:
        if self.away:
            raise ShadowUnavailable("away")
        if reported.request_id in self.refuses:
            raise ShadowRefused("too large")
        self.reports.append((command_id, reported))


class Plc:
    def __init__(self) -> None:
        self.held = 1000.0
        self.highest = 1500.0
        self.writes: list[float] = []
        self.away = False
        self.dies = False
        self.cut_after_write = False
        self.unreadable = False
        self.seconds_per_write = 0.0
        self.clock = 0.0

    def write(self, address: str, value: float) -> float:
        self.clock += self.seconds_per_write
        if self.away:
            raise PlcUnavailable("away")
        self.writes.append(value)
        self.held = min(value, self.highest)
        if self.dies:
            raise KeyboardInterrupt
        if self.cut_after_write:
            raise WriteInDoubt("cut")
        return self.held

    def read(self, address: str) -> float:
        if self.away:
            raise PlcUnavailable("away")
        if self.unreadable:
            raise PlcRefused("BadNodeIdUnknown")
        return self.held


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path / "journal.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def shadow() -> Shadow:
    return Shadow()


@pytest.fixture
def plc() -> Plc:
    return Plc()


@pytest.fixture
def commander(shadow: Shadow, plc: Plc, journal: Journal) -> Commander:
    return Commander({SET_SPEED.id: SET_SPEED}, shadow, plc, journal, clock=lambda: plc.clock)


def want(shadow: Shadow, value: float, request_id: str = "r-1", expires: float = 30.0) -> None:
    shadow.wanted[SET_SPEED.id] = Desired(value, request_id, NOW, NOW + expires)


def test_set_point_is_written_read_back_and_reported(
    commander: Commander, shadow: Shadow, plc: Plc
) -> None:
    want(shadow, 1200.0)
    commander.run_once(now=NOW + 1)
    assert plc.writes == [1200.0]
    assert shadow.reports == [(SET_SPEED.id, Reported(1200.0, "r-1", "applied", "", "", NOW + 1))]


def test_request_is_handled_once_even_if_the_shadow_keeps_it(
    commander: Commander, shadow: Shadow, plc: Plc
) -> None:
    want(shadow, 1200.0)
    for seconds in (1, 2, 3, 40 * 86_400):
        commander.run_once(now=NOW + seconds)
    assert plc.writes == [1200.0]
    assert len(shadow.reports) == 1


def test_request_is_handled_once_across_a_restart(
    commander: Commander, shadow: Shadow, plc: Plc, journal: Journal
) -> None:
    want(shadow, 1200.0)
    commander.run_once(now=NOW + 1)
    Commander({SET_SPEED.id: SET_SPEED}, shadow, plc, journal).run_once(now=NOW + 2)
    assert len(plc.writes) == 1
    assert len(shadow.reports) == 1


def test_expired_request_never_reaches_the_plc(
    commander: Commander, shadow: Shadow, plc: Plc
) -> None:
    want(shadow, 1200.0)
    commander.run_once(now=NOW + 31)
    assert plc.writes == []
    assert shadow.reports[0][1].status == "expired"


@pytest.mark.parametrize("value", [599.0, 1501.0])
def test_edge_refuses_what_the_cloud_should_have_refused(
    commander: Commander, shadow: Shadow, plc: Plc, value: float
) -> None:
    want(shadow, value)
    commander.run_once(now=NOW + 1)
    assert plc.writes == []
    assert shadow.reports[0][1].code == "COMMAND_OUT_OF_RANGE"


def test_set_point_that_the_plc_limits_is_reported_with_what_it_holds(
    commander: Commander, shadow: Shadow, plc: Plc
) -> None:
    plc.highest = 1100.0
    want(shadow, 1200.0)
    commander.run_once(now=NOW + 1)
    reported = shadow.reports[0][1]
    assert (reported.status, reported.code, reported.value) == ("rejected", "PLC_LIMITED", 1100.0)


def test_unknown_command_is_answered(commander: Commander, shadow: Shadow) -> None:
    shadow.wanted["X-1.unknown"] = Desired(1.0, "r-9", NOW, NOW + 30)
    commander.run_once(now=NOW + 1)
    assert shadow.reports[0][1].code == "UNKNOWN_COMMAND"


def test_plc_that_is_away_rejects_the_command(
    commander: Commander, shadow: Shadow, plc: Plc
) -> None:
    plc.away = True
    want(shadow, 1200.0)
    commander.run_once(now=NOW + 1)
    plc.away = False
    commander.run_once(now=NOW + 2)
    assert plc.writes == []
    assert shadow.reports[0][1].code == "PLC_UNAVAILABLE"


def test_answer_waits_until_the_shadow_is_back(
    commander: Commander, shadow: Shadow, plc: Plc
) -> None:
    want(shadow, 1200.0)
    shadow.away = True
    with pytest.raises(ShadowUnavailable):
        commander.run_once(now=NOW + 1)
    shadow.away = False
    commander.run_once(now=NOW + 2)
    assert plc.writes == [1200.0]
    assert [reported.status for _, reported in shadow.reports] == ["applied"]


@pytest.mark.parametrize(("held", "status"), [(1200.0, "applied"), (1000.0, "rejected")])
def test_after_a_crash_while_writing_it_looks_but_does_not_write_again(
    commander: Commander, shadow: Shadow, plc: Plc, held: float, status: str
) -> None:
    want(shadow, 1200.0)
    plc.dies = True
    with pytest.raises(KeyboardInterrupt):
        commander.run_once(now=NOW + 1)
    plc.held = held
    commander.run_once(now=NOW + 2)
    assert len(plc.writes) == 1
    assert shadow.reports[0][1].status == status


@pytest.mark.parametrize(
    ("held", "status", "code"), [(1200.0, "applied", ""), (1000.0, "rejected", "INTERRUPTED")]
)
def test_connection_lost_after_the_write_is_decided_by_what_the_plc_holds(
    commander: Commander, shadow: Shadow, plc: Plc, held: float, status: str, code: str
) -> None:
    want(shadow, 1200.0)
    plc.cut_after_write = True
    commander.run_once(now=NOW + 1)
    assert shadow.reports == []
    plc.away = True
    commander.run_once(now=NOW + 2)
    assert shadow.reports == []
    plc.away, plc.held = False, held
    commander.run_once(now=NOW + 3)
    assert plc.writes == [1200.0]
    (reported,) = [report for _, report in shadow.reports]
    assert (reported.status, reported.code, reported.value) == (status, code, held)


def test_set_point_that_cannot_be_read_back_is_rejected_and_blocks_nobody(
    commander: Commander, shadow: Shadow, plc: Plc
) -> None:
    want(shadow, 1200.0)
    plc.cut_after_write = plc.unreadable = True
    shadow.wanted["X-1.unknown"] = Desired(1.0, "r-9", NOW, NOW + 30)
    commander.run_once(now=NOW + 1)
    commander.run_once(now=NOW + 2)
    codes = {report.request_id: report.code for _, report in shadow.reports}
    assert codes == {"r-9": "UNKNOWN_COMMAND", "r-1": "PLC_REFUSED"}


def test_answer_that_the_shadow_never_takes_does_not_hold_up_the_next(
    commander: Commander, shadow: Shadow
) -> None:
    shadow.refuses = {"r-1"}
    want(shadow, 1200.0)
    commander.run_once(now=NOW + 1)
    want(shadow, 1300.0, "r-2")
    commander.run_once(now=NOW + 2)
    assert [report.request_id for _, report in shadow.reports] == ["r-2"]


def test_command_that_expires_behind_a_slow_one_is_not_written(
    shadow: Shadow, plc: Plc, journal: Journal
) -> None:
    commands = {name: SET_SPEED for name in ("first", "second")}
    commander = Commander(commands, shadow, plc, journal, clock=lambda: plc.clock)
    shadow.wanted = {name: Desired(1200.0, name, NOW, NOW + 5) for name in commands}
    plc.seconds_per_write = 8.0
    commander.run_once(now=NOW)
    assert plc.writes == [1200.0]
    assert [report.status for _, report in shadow.reports] == ["applied", "expired"]


def test_request_from_the_future_shows_that_the_clock_is_behind(
    commander: Commander, shadow: Shadow, plc: Plc
) -> None:
    want(shadow, 1200.0)
    commander.run_once(now=NOW - 3600)
    assert plc.writes == []
    assert shadow.reports[0][1].code == "CLOCK_BEHIND"


def test_write_in_doubt_that_another_request_replaced_is_forgotten(
    commander: Commander, shadow: Shadow, plc: Plc, journal: Journal
) -> None:
    want(shadow, 1200.0)
    plc.cut_after_write = True
    commander.run_once(now=NOW + 1)
    plc.cut_after_write = False
    want(shadow, 1300.0, "r-2")
    commander.run_once(now=NOW + 2)
    commander.run_once(now=NOW + 40 * 86_400)
    assert journal.progress("r-1") == "new"
    assert journal.progress("r-2") == "answered"
