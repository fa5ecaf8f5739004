"""The router publishes at most ten messages a second of one signal, and never loses the last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iot_route import pace
from twin.live.coalesce import Coalescer
from twin.live.events import ValuePoint

if TYPE_CHECKING:
    from tests.unit.iot.conftest import Plant

LEVEL = "/demo/T-101/level"


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(pace, "time", clock)
    monkeypatch.setattr(pace, "_PACE", Coalescer())
    return clock


def test_invocations_in_a_row_wait_out_the_interval_and_lose_nothing(
    plant: Plant, clock: Clock
) -> None:
    for number in range(5):
        pace.publish_values(LEVEL, [ValuePoint(float(number), number, "GOOD")])
        clock.now += 0.03
    assert clock.slept == [pytest.approx(0.07)] * 4
    values = [p["value"] for _, message in plant.live for p in message["points"]]
    assert values == [0, 1, 2, 3, 4]
    ids = [message["id"] for _, message in plant.live]
    assert ids == sorted(set(ids))


def test_another_signal_does_not_wait(plant: Plant, clock: Clock) -> None:
    pace.publish_values(LEVEL, [ValuePoint(1.0, 1, "GOOD")])
    pace.publish_values("/demo/P-101/speed", [ValuePoint(1.0, 1, "GOOD")])
    assert clock.slept == []
    assert len(plant.live) == 2
