"""Schedules fire each due moment, within their start and end, and survive jumps of the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from twin_local.execution.clock.timeline import MOST_FIRINGS
from twin_local.execution.events import clock as module
from twin_local.execution.events.clock import Clock
from twin_local.execution.events.cron import parse
from twin_local.execution.events.entries import Entry

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC).timestamp()


class Calendar:
    """Entries that note when they fire, and a clock over them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entries: list[Entry] = []
        self.fired: list[tuple[str, float]] = []
        self.now = NOON
        monkeypatch.setattr(module, "entries", lambda *_: list(self.entries))
        deliveries: Any = SimpleNamespace(settle=lambda seconds: True)
        self.clock = Clock(account="1", deliveries=deliveries, now=lambda: self.now)

    def add(
        self,
        key: str,
        expression: str,
        *,
        zone: str = "UTC",
        start: float | None = None,
        end: float | None = None,
        window_s: int = 0,
    ) -> None:
        self.entries.append(
            Entry(
                key=key,
                expression=expression,
                zone=zone,
                fire=lambda due: self.fired.append((key, due - NOON)),
                subject=SimpleNamespace(),
                start=start,
                end=end,
                window_s=window_s,
            )
        )

    def advance(self, seconds: float) -> dict[str, Any]:
        """Do as the timeline does."""
        end = self.now + seconds
        self.clock.begin(MOST_FIRINGS)
        while (due := self.clock.next_due(self.now)) is not None and due <= end:
            self.now = due
            self.clock.reach(self.now)
        self.now = end
        self.clock.reach(self.now)
        return dict(self.clock.finish(self.now))


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Iterator[Calendar]:
    yield Calendar(monkeypatch)


def test_an_advance_fires_every_moment_of_all_schedules_in_order(calendar: Calendar) -> None:
    calendar.add("rate", "rate(10 minutes)")
    calendar.add("cron", "cron(0/15 * * * ? *)")
    done = calendar.advance(1800)
    assert calendar.fired == [
        ("rate", 600), ("cron", 900), ("rate", 1200), ("rate", 1800), ("cron", 1800),
    ]  # fmt: skip
    assert done == {"rate": {"fired": 3}, "cron": {"fired": 2}}


def test_start_and_end_bound_a_rate_and_the_start_itself_counts(calendar: Calendar) -> None:
    calendar.add("bounded", "rate(1 hour)", start=NOON + 1800, end=NOON + 2 * 3600)
    calendar.advance(86_400)
    assert calendar.fired == [("bounded", 1800), ("bounded", 5400)]


def test_a_one_time_schedule_fires_once_and_ignores_start_and_end(calendar: Calendar) -> None:
    calendar.add("once", "at(2030-01-01T14:00:00)", zone="Europe/Berlin", end=NOON)
    calendar.advance(7200)
    calendar.advance(7200)
    assert calendar.fired == [("once", 3600)]


def test_a_flexible_window_delays_within_its_bounds_and_always_alike(calendar: Calendar) -> None:
    calendar.add("flexible", "cron(0 13 * * ? *)", window_s=900)
    calendar.advance(3599)
    assert calendar.fired == []
    due = calendar.clock.next_due(calendar.now)
    assert due is not None
    assert 3600 <= due - NOON < 4500
    calendar.advance(900)
    assert calendar.fired == [("flexible", 3600)]


def test_what_is_more_than_the_bound_is_left_out_and_told(calendar: Calendar) -> None:
    calendar.add("often", "rate(1 minute)")
    calendar.add("daily", "rate(1 day)")
    done = calendar.advance(86_400)
    assert len(calendar.fired) == MOST_FIRINGS + 1
    assert done["daily"] == {"fired": 1}
    assert done["often"] == {
        "fired": MOST_FIRINGS,
        "left_out_from": "2030-01-02T04:41:00Z",
        "left_out_to": "2030-01-02T12:00:00Z",
    }
    calendar.now += 60
    calendar.clock.tick()
    assert calendar.fired[-1] == ("often", 86_460)


def test_a_machine_that_slept_fires_each_schedule_once(
    calendar: Calendar, caplog: pytest.LogCaptureFixture
) -> None:
    calendar.add("rate", "rate(5 minutes)")
    calendar.clock.tick()
    calendar.now += 8 * 3600 + 10
    calendar.clock.machine_jumped(8 * 3600)
    calendar.clock.tick()
    calendar.clock.tick()
    assert calendar.fired == [("rate", 300)]
    assert "what it missed" in caplog.text
    calendar.now += 300
    calendar.clock.tick()
    assert calendar.fired[-1] == ("rate", 8 * 3600 + 300)


def test_a_machine_whose_clock_is_set_back_goes_on_firing(calendar: Calendar) -> None:
    calendar.add("rate", "rate(5 minutes)")
    calendar.add("cron", "cron(0 * * * ? *)")
    calendar.clock.tick()
    calendar.now -= 86_400
    calendar.clock.machine_jumped(-86_400)
    for _ in range(61):
        calendar.now += 60
        calendar.clock.tick()
    assert calendar.fired.count(("cron", 3600 - 86_400)) == 1
    assert [due for key, due in calendar.fired if key == "rate"] == [
        n * 300 - 86_400 for n in range(1, 13)
    ]


def test_a_rate_counts_on_after_a_restart(calendar: Calendar) -> None:
    calendar.add("rate", "rate(1 day)")
    calendar.clock.tick()
    calendar.now += 80_000
    again = Clock(account="1", deliveries=calendar.clock._deliveries, now=lambda: calendar.now)
    again.tick()
    calendar.now += 6_400
    again.tick()
    assert calendar.fired == [("rate", 86_400)]


def test_a_rate_without_an_anchor_counts_from_when_it_is_asked() -> None:
    assert parse("rate(5 minutes)").next_after(1000) == 1300
    anchored = parse("rate(5 minutes)", counted_from=100)
    assert [anchored.next_after(moment) for moment in (0, 100, 399, 400)] == [100, 400, 400, 700]
