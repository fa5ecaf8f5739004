"""What the collector keeps, what it refuses, and what it deliberately leaves out."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asyncua import ua
from asyncua.ua.status_codes import StatusCodes

from edge_collector import intake as intake_module
from edge_collector.dead_band import DeadBand, KeepPolicy
from edge_collector.decoding import decode, quality_of
from edge_collector.intake import Intake
from edge_collector.refusals import Refusals
from edge_runtime.spool import Spool
from twin.live.events import Quality
from twin.site_document import Signal
from twin.telemetry.sample import NANOSECONDS, Sample, Value

NOW = 1_790_000_000.0
LEVEL = Signal(
    alias="/demo/T-101/level",
    asset="T-101",
    name="level",
    title="Level",
    kind="measurement",
    data_type="DOUBLE",
    unit="m",
    range_low=0.0,
    range_high=5.0,
    address="ns=2;s=T-101.level",
    stale_after_seconds=30.0,
    dead_band=0.1,
    default_value=None,
)


class Clock:
    """A steady clock that moves when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def intake(tmp_path: Path, clock: Clock) -> Iterator[Intake]:
    spool = Spool(tmp_path / "spool.sqlite")
    band = DeadBand(KeepPolicy(minimum_interval_seconds=1.0), clock)
    yield Intake({LEVEL.alias: LEVEL}, band, spool, Refusals(clock))
    spool.close()


def at(seconds: float, value: Value, quality: Quality = "GOOD") -> Sample:
    return Sample(LEVEL.alias, round((NOW + seconds) * NANOSECONDS), value, quality)


def take(intake: Intake, *samples: Sample) -> list[tuple[float, Value, Quality]]:
    for sample in samples:
        intake.offer(sample, now=NOW)
    intake.commit(now=NOW)
    return kept(intake)


def kept(intake: Intake) -> list[tuple[float, Value, Quality]]:
    rows = intake.spool.peek(100, now=NOW)
    return [(round(row.sample.time - NOW, 3), row.sample.value, row.sample.quality) for row in rows]


def wait(intake: Intake, clock: Clock, seconds: float) -> list[tuple[float, Value, Quality]]:
    """Let time pass on a living connection on which nothing comes."""
    clock.seconds += seconds
    intake.advance(now=NOW + clock.seconds)
    intake.commit(now=NOW + clock.seconds)
    return kept(intake)


def test_first_value_and_changes_beyond_the_dead_band_are_kept(intake: Intake) -> None:
    found = take(intake, at(0, 2.0), at(2, 2.05), at(3, 2.2))
    assert [(time, value) for time, value, _ in found] == [(0, 2.0), (3, 2.2)]
    assert intake.counts.unchanged == 1


def test_dead_band_never_hides_a_change_of_quality(intake: Intake) -> None:
    found = take(intake, at(0, 2.0), at(0.1, 2.0, "UNCERTAIN"), at(0.2, None, "BAD"), at(0.3, 2.0))
    assert [quality for _, _, quality in found] == ["GOOD", "UNCERTAIN", "BAD", "GOOD"]


def test_slow_drift_within_the_dead_band_adds_up(intake: Intake) -> None:
    drift = [at(n, 2.0 + 0.04 * n) for n in range(8)]
    assert [round(float(v or 0), 2) for _, v, _ in take(intake, *drift)] == [2.0, 2.12, 2.24]


def test_steady_signal_gives_a_sign_of_life_before_it_is_stale(intake: Intake) -> None:
    found = take(intake, *(at(n, 2.0) for n in range(25)))
    assert [time for time, _, _ in found] == [0, 10, 20]


def test_fast_signal_is_thinned_but_its_last_value_is_not_lost(intake: Intake) -> None:
    ramp = [at(n / 10, 2.0 + n / 10) for n in range(10)] + [at(1 + n / 10, 3.0) for n in range(3)]
    assert [value for _, value, _ in take(intake, *ramp)] == [2.0, 3.0]


def test_last_change_within_the_interval_comes_when_the_interval_ends(
    intake: Intake, clock: Clock
) -> None:
    take(intake, at(0, 2.0), at(0.4, 2.5), at(0.6, 3.0, "GOOD"))
    assert kept(intake) == [(0, 2.0, "GOOD")]
    assert len(wait(intake, clock, 0.35)) == 1
    assert wait(intake, clock, 0.1) == [(0, 2.0, "GOOD"), (0.6, 3.0, "GOOD")]
    assert len(wait(intake, clock, 5.0)) == 2


def test_change_that_went_back_within_the_interval_is_no_news(intake: Intake, clock: Clock) -> None:
    take(intake, at(0, 2.0), at(0.4, 2.5), at(0.6, 2.0))
    assert wait(intake, clock, 2.0) == [(0, 2.0, "GOOD")]


def test_change_that_held_for_long_is_kept_although_ticks_came_late(intake: Intake) -> None:
    found = take(intake, at(0, 2.0), at(0.4, 2.5), at(5, 2.0))
    assert [value for _, value, _ in found] == [2.0, 2.5, 2.0]


def test_change_just_before_a_failure_is_kept_in_order(intake: Intake) -> None:
    found = take(intake, at(0, 2.0), at(0.4, 2.5), at(0.5, None, "BAD"))
    assert found == [(0, 2.0, "GOOD"), (0.4, 2.5, "GOOD"), (0.5, None, "BAD")]


def test_waiting_change_survives_a_lost_connection_and_a_stop(intake: Intake) -> None:
    take(intake, at(0, 2.0), at(0.4, 2.5))
    intake.disconnect()
    intake.commit(now=NOW)
    assert [value for _, value, _ in kept(intake)] == [2.0, 2.5]


def test_steady_signal_of_a_plc_that_stamps_changes_only_gives_signs_of_life(
    intake: Intake, clock: Clock
) -> None:
    take(intake, at(-3 * 86_400, 2.0))
    for _ in range(25):
        found = wait(intake, clock, 1.0)
    assert [(time, value) for time, value, _ in found] == [(-3 * 86_400, 2.0), (10, 2.0), (20, 2.0)]


def test_signs_of_life_tell_what_the_plc_holds_after_its_clock_was_set_back(
    intake: Intake, clock: Clock
) -> None:
    take(intake, at(5, 2.0), at(1, 3.0))
    assert wait(intake, clock, 10.0)[-1] == (10, 3.0, "GOOD")


def test_quality_that_changes_under_the_same_source_time_is_told_at_once(
    intake: Intake,
) -> None:
    found = take(intake, at(-60, 2.0), at(-60, 2.0, "BAD"))
    assert found == [(-60, 2.0, "GOOD"), (0, 2.0, "BAD")]


def test_full_disk_loses_nothing_and_memory_is_bounded(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "MAXIMUM_UNWRITTEN", 3)
    accept = intake.spool.accept

    def full(*_samples: object, now: float) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(intake.spool, "accept", full)
    for n in range(5):
        intake.offer(at(2 * n, 2.0 + n / 2), now=NOW)
        with pytest.raises(sqlite3.OperationalError):
            intake.commit(now=NOW)
    monkeypatch.setattr(intake.spool, "accept", accept)
    intake.commit(now=NOW)
    assert [time for time, _, _ in kept(intake)] == [4, 6, 8]
    assert intake.counts.lost == 2


def test_after_a_lost_connection_the_next_value_is_kept(intake: Intake) -> None:
    take(intake, at(0, 2.0))
    intake.disconnect()
    assert len(take(intake, at(0.5, 2.0))) == 2


def test_repeated_and_older_source_times_are_not_taken(intake: Intake) -> None:
    assert len(take(intake, at(1, 2.0), at(1, 3.0), at(0, 4.0))) == 1
    assert intake.counts.not_newer == 2


def test_source_times_stay_in_order_across_a_restart(intake: Intake) -> None:
    take(intake, at(5, 2.0))
    again = Intake(intake.signals, DeadBand(KeepPolicy()), intake.spool)
    assert len(take(again, at(5, 3.0), at(4, 3.0))) == 1


@pytest.mark.parametrize(
    ("value", "code"),
    [(math.nan, "VALUE_NOT_FINITE"), (5.1, "VALUE_OUT_OF_RANGE"), ("x", "VALUE_TYPE_MISMATCH")],
)
def test_refused_value_is_kept_for_people_and_the_signal_goes_bad(
    intake: Intake, value: Value, code: str
) -> None:
    assert take(intake, at(0, value)) == [(0, None, "BAD")]
    (letter,) = intake.spool.side_lanes.dead_letters(9)
    assert letter.code == code
    assert letter.sample.value == repr(value)
    assert intake.spool.counts().is_balanced


def test_value_that_stays_out_of_range_does_not_flood_the_dead_letters(intake: Intake) -> None:
    take(intake, *(at(n / 10, 9.0) for n in range(50)))
    assert len(intake.spool.side_lanes.dead_letters(9)) == 1


def test_time_stamp_8_days_old_is_taken_for_a_later_import(intake: Intake) -> None:
    assert len(take(intake, at(-8 * 86_400, 2.0))) == 1


def test_clock_ahead_is_refused_and_does_not_block_later_values(intake: Intake) -> None:
    intake.offer(at(3600, 2.0), now=NOW)
    intake.commit(now=NOW)
    assert intake.spool.side_lanes.dead_letters(9)[0].code == "TIMESTAMP_IN_FUTURE"
    assert len(take(intake, at(1, 2.0))) == 1


def test_year_9999_from_a_plc_without_a_clock_is_refused_and_stops_nobody(intake: Intake) -> None:
    never = Sample(LEVEL.alias, 253_402_300_799 * NANOSECONDS, 2.0, "GOOD")
    intake.offer(never, now=NOW)
    assert take(intake, at(1, 2.0)) == [(1, 2.0, "GOOD")]
    assert intake.spool.side_lanes.dead_letters(9)[0].code == "TIMESTAMP_IN_FUTURE"


def test_machine_without_a_clock_takes_the_plcs(intake: Intake) -> None:
    intake.offer(at(0, 2.0), now=3600.0)
    intake.commit(now=3600.0)
    assert kept(intake) == [(0, 2.0, "GOOD")]


def test_bad_signal_is_told_although_its_clock_was_ahead_before(intake: Intake) -> None:
    take(intake, at(3600, None, "BAD"), at(1, None, "BAD"))
    assert kept(intake) == [(1, None, "BAD")]


def data_value(value: object, status: int = StatusCodes.Good) -> ua.DataValue:
    time = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
    return ua.DataValue(ua.Variant(value), ua.StatusCode(ua.UInt32(status)), time)  # type: ignore[arg-type]


def test_opc_ua_value_keeps_its_source_time_exactly() -> None:
    decoded = decode(data_value(2.5), LEVEL, now_nanoseconds=0)
    expected = round(datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()) * NANOSECONDS + 123_456_000
    assert decoded == Sample(LEVEL.alias, expected, 2.5, "GOOD")


@pytest.mark.parametrize(
    ("status", "quality"),
    [
        (StatusCodes.Good, "GOOD"),
        (StatusCodes.GoodClamped, "GOOD"),
        (StatusCodes.UncertainSensorNotAccurate, "UNCERTAIN"),
        (StatusCodes.BadSensorFailure, "BAD"),
    ],
)
def test_status_codes_map_by_severity(status: int, quality: Quality) -> None:
    assert quality_of(ua.StatusCode(ua.UInt32(status))) == quality


def test_bad_value_that_is_not_a_number_becomes_no_value() -> None:
    bad = data_value(math.nan, StatusCodes.BadSensorFailure)
    assert decode(bad, LEVEL, now_nanoseconds=0).value is None


def test_zero_of_opc_ua_is_no_source_time() -> None:
    value = data_value(2.5)
    value.SourceTimestamp = ua.DateTime(1601, 1, 1, tzinfo=UTC)
    assert decode(value, LEVEL, now_nanoseconds=7).time_nanoseconds == 7


@pytest.mark.parametrize("value", [2**64 - 1, "\udcff"])
def test_value_that_no_store_can_hold_does_not_stop_the_spool(
    intake: Intake, value: object
) -> None:
    sample = decode(data_value(value), LEVEL, now_nanoseconds=0)
    intake.offer(sample, now=sample.time)
    assert intake.commit(now=NOW) == 2
    assert intake.spool.counts().is_balanced
