"""Clocks that jump: no window is lost, none is computed twice."""

from __future__ import annotations

import pytest

from tests.integration.services.sitewise.computing import Computing
from tests.integration.services.sitewise_samples import measurement, metric
from twin_local.services.iotsitewise import computations

DAY = 86_400


@pytest.fixture
def start(computing: Computing) -> float:
    """Make a pump with metrics of which every one is announced; return what the clock shows."""
    model = computing.model(
        "pump",
        measurement("flow"),
        metric("points", "count(q)", q="flow"),
        metric("twice", "2 * p", p="points"),
        metric("running", "statetime(q)", q="flow"),
        metric("mean", "avg(q)", q="flow"),
    )
    computing.asset("P-1", model)
    for name in ("points", "twice", "running", "mean"):
        computing.notify("P-1", name)
    return computing.clock.time


def test_a_jump_ahead_computes_every_window_between(computing: Computing, start: float) -> None:
    computing.put("P-1", "flow", (start + 60, 4.0), (start + 400, 6.0))
    expected = [*range(300, 2 * DAY + 1, 300)]
    assert computing.at(start + 2 * DAY) == 3 * len(expected) + 2
    assert [end for end, _ in computing.told("P-1", "twice", start)] == expected
    assert [*computing.values("P-1", "twice", start)] == expected
    running = computing.values("P-1", "running", start)
    assert [*running] == expected
    assert {end: value for end, value in running.items() if value != 300.0} == {300: 240.0}
    assert computing.values("P-1", "mean", start) == {300: 4.0, 600: 6.0}
    assert computing.at(start + 2 * DAY + 1) == 0


def test_a_long_catch_up_lets_requests_in_between(
    computing: Computing, start: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computations, "STEP_WINDOWS", 100)
    computing.clock.time = start + DAY
    steps = computing.service._data.computations
    done = []
    while count := steps.step():
        done.append(count)
    assert max(done) <= 100
    assert sum(done) == 3 * DAY // 300
    assert len(computing.values("P-1", "twice", start)) == DAY // 300


def test_a_jump_back_computes_no_window_again_and_loses_none(
    computing: Computing, start: float
) -> None:
    computing.put("P-1", "flow", (start + 60, 4.0))
    computing.at(start + 900)
    computing.told("P-1", "points", start)
    assert computing.at(start + 100) == 0
    computing.put("P-1", "flow", (start + 700, 8.0))  # within the ten minutes ahead
    assert computing.at(start + 650) == 0
    assert computing.at(start + 1_200) > 0
    assert [end for end, _ in computing.told("P-1", "points", start)] == [900, 1_200]
    assert computing.values("P-1", "points", start) == {300: 1.0, 600: 0.0, 900: 1.0, 1_200: 0.0}
    assert computing.values("P-1", "mean", start) == {300: 4.0, 900: 8.0}


def test_windows_that_ended_while_nothing_ran_are_computed_at_the_next_start(
    computing: Computing, start: float
) -> None:
    computing.put("P-1", "flow", (start + 60, 4.0))
    computing.at(start + 300)
    computing.clock.time = start + 1_500
    computing.restart()
    computing.service.tick()
    assert computing.values("P-1", "points", start) == {
        300: 1.0,
        **dict.fromkeys((600, 900, 1_200, 1_500), 0.0),
    }
    assert computing.values("P-1", "running", start)[1_500] == 300.0


def test_windows_closed_early_are_computed_again_with_what_still_comes(
    computing: Computing, start: float
) -> None:
    """As `twin clock` closes them, which moves the clock ahead of the values' times."""
    computing.put("P-1", "flow", (start + 60, 4.0))
    assert computing.service.tick(until=start + DAY) == 4  # points, twice, running, mean
    assert computing.values("P-1", "mean", start) == {300: 4.0}
    assert computing.values("P-1", "twice", start) == {300: 2.0}
    assert computing.service.tick(until=start + DAY) == 0
    computing.put("P-1", "flow", (start + 120, 8.0))
    computing.at(start + 600)
    assert computing.values("P-1", "mean", start) == {300: 6.0}
    assert computing.values("P-1", "twice", start) == {300: 4.0, 600: 0.0}
