"""The clock moves through what is due, keeps its offset, and copes with jumps of the machine."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from twin_local.execution.clock.follower import Follower
from twin_local.execution.clock.stops import MAXIMUM_STOPS, Stops
from twin_local.execution.clock.timeline import LONGEST_ADVANCE_S, AdvanceRefused, Timeline
from twin_local.execution.clock.virtual import VirtualClock
from twin_local.execution.clock.waiting import ClockEvent
from twin_local.server.persistence.errors import StateDamagedError

START = 1_900_000_000.0


class Machine:
    """A machine's two clocks, set by hand."""

    def __init__(self) -> None:
        self.wall, self.steady = START, 100.0

    def run(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds

    def clock(self, file: Path | None = None) -> VirtualClock:
        return VirtualClock(file=file, wall=lambda: self.wall, steady=lambda: self.steady)


class Alarm(Follower):
    """Due at given moments; notes at what time it was reached."""

    def __init__(self, name: str, dues: list[float]) -> None:
        self.name, self.dues = name, dues
        self.reached: list[float] = []
        self.jumps: list[float] = []

    def next_due(self, after: float) -> float | None:
        return min((due for due in self.dues if due > after), default=None)

    def reach(self, now: float) -> None:
        self.reached.append(now)

    def finish(self, now: float) -> Mapping[str, float]:
        return {"until": now}

    def machine_jumped(self, seconds: float) -> None:
        self.jumps.append(seconds)


def test_an_advance_stops_at_everything_due_in_order() -> None:
    machine = Machine()
    clock = machine.clock()
    alarms = [Alarm("a", [START + 50, START + 10]), Alarm("b", [START + 20, START + 500])]
    done = Timeline(clock=clock, followers=alarms).advance(100)
    assert [moment - START for moment in alarms[0].reached] == [10, 20, 50, 100]
    assert alarms[1].reached == alarms[0].reached
    assert (done.before, done.after) == (START, START + 100)
    assert done.did == {"a": {"until": START + 100}, "b": {"until": START + 100}}
    assert clock.now() == START + 100
    assert clock.machine_now() == START


@pytest.mark.parametrize("seconds", [0, -1, LONGEST_ADVANCE_S + 1, float("nan")])
def test_no_way_back_and_no_more_than_a_year(seconds: float) -> None:
    clock = Machine().clock()
    with pytest.raises(AdvanceRefused):
        Timeline(clock=clock, followers=[]).advance(seconds)
    assert clock.offset_s == 0


def test_the_offset_survives_a_restart_with_its_history(tmp_path: Path) -> None:
    machine, file = Machine(), tmp_path / "clock.json"
    Timeline(clock=machine.clock(file), followers=[]).advance(3600)
    machine.run(1000)
    Timeline(clock=machine.clock(file), followers=[]).advance(60)
    clock = machine.clock(file)
    assert clock.offset_s == 3660
    assert clock.now() == START + 1000 + 3660
    assert clock.at(START - 1) == START - 1
    assert clock.at(START + 999) == START + 999 + 3600
    assert clock.at(START + 1000) == START + 1000 + 3660


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clock.json").write_text("[[1")
    with pytest.raises(StateDamagedError):
        VirtualClock(file=tmp_path / "clock.json")


def test_one_follower_that_fails_does_not_stop_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken(Follower):
        name = "broken"

        def reach(self, now: float) -> None:
            raise LookupError("nothing there")

    alarm = Alarm("a", [])
    Timeline(clock=Machine().clock(), followers=[Broken(), alarm]).advance(10)
    assert alarm.reached == [START + 10]
    assert "broken did not do what was due" in caplog.text


@pytest.mark.parametrize(
    ("jump_s", "told"),
    [(7200.0, "slept or its clock was set ahead: 7200 s"), (-86400.0, "set back by 86400 s")],
)
def test_a_jump_of_the_machines_clock_is_told(
    jump_s: float, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    machine, alarm = Machine(), Alarm("a", [])
    clock = machine.clock()
    timeline = Timeline(clock=clock, followers=[alarm])
    machine.run(1)
    timeline.tick()
    assert alarm.jumps == []
    before = clock.elapsed()
    machine.wall += jump_s
    timeline.tick()
    timeline.tick()
    assert alarm.jumps == [jump_s]
    assert told in caplog.text
    assert clock.elapsed() - before == max(jump_s, 0)


def test_small_corrections_of_the_machines_clock_are_not_told() -> None:
    machine, alarm = Machine(), Alarm("a", [])
    timeline = Timeline(clock=machine.clock(), followers=[alarm])
    for _ in range(10):
        machine.wall += 1.5
        timeline.tick()
    assert alarm.jumps == []


def test_who_waits_is_woken_when_the_clock_passes_the_end() -> None:
    clock = VirtualClock()
    event, answers = ClockEvent(clock), []
    waiting = threading.Thread(target=lambda: answers.append(event.wait(86_400)))
    waiting.start()
    while clock.next_wait_end() is None:
        pass
    clock.move(3_600)
    waiting.join(timeout=0.05)
    assert waiting.is_alive()
    clock.move(86_400)
    waiting.join(timeout=10)
    assert answers == [False]
    assert clock.next_wait_end() is None


def test_an_event_that_is_set_and_cleared_at_once_wakes_all() -> None:
    clock = VirtualClock()
    event, answers = ClockEvent(clock), []
    waiting = threading.Thread(target=lambda: answers.append(event.wait()))
    waiting.start()
    while not clock._waits:
        pass
    event.set()
    event.clear()
    waiting.join(timeout=10)
    assert answers == [True]
    assert not event.is_set()


def test_stops_are_bounded_and_told() -> None:
    machine = Machine()
    clock = machine.clock()
    stops = Stops("waits", lambda: clock.now() + 1)
    done = Timeline(clock=clock, followers=[stops]).advance(5000)
    assert done.did == {"waits": {"in_order": MAXIMUM_STOPS}}
    assert clock.now() == START + 5000
