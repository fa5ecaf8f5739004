"""What the collector keeps, what it refuses, and what it deliberately leaves out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asyncua import ua
from asyncua.ua.status_codes import StatusCodes

from edge_collector.dead_band import DeadBand, KeepPolicy
from edge_collector.decoding import decode, quality_of
from edge_collector.intake import Intake
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


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[Intake]:
    spool = Spool(tmp_path / "spool.sqlite")
    band = DeadBand(KeepPolicy(minimum_interval_seconds=1.0))
    yield Intake({LEVEL.alias: LEVEL}, band, spool)
    spool.close()


def at(seconds: float, value: Value, quality: Quality = "GOOD") -> Sample:
    return Sample(LEVEL.alias, round((NOW + seconds) * NANOSECONDS), value, quality)


def take(intake: Intake, *samples: Sample) -> list[tuple[float, Value, Quality]]:
    for sample in samples:
        intake.offer(sample, now=NOW)
    intake.commit(now=NOW)
    rows = intake.spool.peek(100, now=NOW)
    return [(row.sample.time - NOW, row.sample.value, row.sample.quality) for row in rows]


def test_first_value_and_changes_beyond_the_dead_band_are_kept(intake: Intake) -> None:
    kept = take(intake, at(0, 2.0), at(2, 2.05), at(3, 2.2))
    assert [(time, value) for time, value, _ in kept] == [(0, 2.0), (3, 2.2)]
    assert intake.counts.unchanged == 1


def test_dead_band_never_hides_a_change_of_quality(intake: Intake) -> None:
    kept = take(intake, at(0, 2.0), at(0.1, 2.0, "UNCERTAIN"), at(0.2, None, "BAD"), at(0.3, 2.0))
    assert [quality for _, _, quality in kept] == ["GOOD", "UNCERTAIN", "BAD", "GOOD"]


def test_slow_drift_within_the_dead_band_adds_up(intake: Intake) -> None:
    drift = [at(n, 2.0 + 0.04 * n) for n in range(8)]
    assert [round(float(v or 0), 2) for _, v, _ in take(intake, *drift)] == [2.0, 2.12, 2.24]


def test_steady_signal_gives_a_sign_of_life_before_it_is_stale(intake: Intake) -> None:
    kept = take(intake, *(at(n, 2.0) for n in range(25)))
    assert [time for time, _, _ in kept] == [0, 10, 20]


def test_fast_signal_is_thinned_but_its_last_value_is_not_lost(intake: Intake) -> None:
    ramp = [at(n / 10, 2.0 + n / 10) for n in range(10)] + [at(1 + n / 10, 3.0) for n in range(3)]
    assert [value for _, value, _ in take(intake, *ramp)] == [2.0, 3.0]


def test_after_a_lost_connection_the_next_value_is_kept(intake: Intake) -> None:
    take(intake, at(0, 2.0))
    intake.dead_band.reset()
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
    (letter,) = intake.spool.dead_letters()
    assert letter.code == code
    assert letter.sample.value == repr(value)
    assert intake.spool.counts().is_balanced


def test_value_that_stays_out_of_range_does_not_flood_the_dead_letters(intake: Intake) -> None:
    take(intake, *(at(n / 10, 9.0) for n in range(50)))
    assert len(intake.spool.dead_letters()) == 1


def test_time_stamp_8_days_old_is_taken_for_a_later_import(intake: Intake) -> None:
    assert len(take(intake, at(-8 * 86_400, 2.0))) == 1


def test_clock_ahead_is_refused_and_does_not_block_later_values(intake: Intake) -> None:
    intake.offer(at(3600, 2.0), now=NOW)
    intake.commit(now=NOW)
    assert intake.spool.dead_letters()[0].code == "TIMESTAMP_IN_FUTURE"
    assert len(take(intake, at(1, 2.0))) == 1


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
