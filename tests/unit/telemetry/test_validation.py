"""What may be stored."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.live.events import Quality
from twin.site_document import Signal
from twin.telemetry.errors import (
    TelemetryError,
    TimestampInFuture,
    TimestampTooOld,
    UnknownAlias,
    ValueNotFinite,
    ValueOutOfRange,
    ValueTypeMismatch,
)
from twin.telemetry.latest import latest_value
from twin.telemetry.sample import NANOSECONDS, Sample, Value
from twin.telemetry.validation import check_sample, check_value

NOW = 1_790_000_000.0
DAY = 86_400.0

PRESSURE = Signal(
    alias="/demo/P-101/pressure",
    asset="P-101",
    name="pressure",
    title="Discharge pressure",
    kind="measurement",
    data_type="DOUBLE",
    unit="bar",
    range_low=0.0,
    range_high=10.0,
    address="ns=2;s=P-101.pressure",
    stale_after_seconds=10.0,
    dead_band=0.01,
    default_value=None,
)
SIGNALS = {PRESSURE.alias: PRESSURE}


def sample(value: Value, *, age: float = 0.0, quality: Quality = "GOOD") -> Sample:
    return Sample(PRESSURE.alias, round((NOW - age) * NANOSECONDS), value, quality)


def refusal(candidate: Sample) -> str:
    with pytest.raises(TelemetryError) as caught:
        check_sample(candidate, SIGNALS, now=NOW)
    assert caught.value.found, "a refusal says what was found"
    assert caught.value.expected, "and what was expected"
    return caught.value.code


def test_good_sample_gives_its_signal() -> None:
    assert check_sample(sample(4.2), SIGNALS, now=NOW) is PRESSURE


def test_unknown_alias_is_refused() -> None:
    stray = dataclasses.replace(sample(4.2), alias="/demo/P-999/pressure")
    assert refusal(stray) == UnknownAlias.code


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_value_that_is_not_finite_is_refused(value: float) -> None:
    assert refusal(sample(value)) == ValueNotFinite.code


@pytest.mark.parametrize("value", [-0.01, 10.01, 1e9])
def test_value_out_of_range_is_refused_with_its_unit(value: float) -> None:
    with pytest.raises(ValueOutOfRange, match="bar"):
        check_sample(sample(value), SIGNALS, now=NOW)


@pytest.mark.parametrize("value", ["4.2", True])
def test_value_of_the_wrong_type_is_refused(value: Value) -> None:
    assert refusal(sample(value)) == ValueTypeMismatch.code


def test_good_quality_needs_a_value() -> None:
    assert refusal(sample(None)) == ValueTypeMismatch.code


def test_bad_quality_needs_none() -> None:
    assert check_sample(sample(None, quality="BAD"), SIGNALS, now=NOW) is PRESSURE


def test_time_stamp_of_8_days_ago_is_refused() -> None:
    assert refusal(sample(4.2, age=8 * DAY)) == TimestampTooOld.code


def test_source_clock_ahead_is_refused() -> None:
    assert refusal(sample(4.2, age=-301.0)) == TimestampInFuture.code


@pytest.mark.parametrize("age", [0.0, 6.4 * DAY, -299.0])
def test_time_stamps_inside_of_the_window_pass(age: float) -> None:
    check_sample(sample(4.2, age=age), SIGNALS, now=NOW)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_exactly_the_finite_values_in_range_pass(value: float) -> None:
    try:
        check_value(sample(value), PRESSURE)
    except TelemetryError:
        assert not 0.0 <= value <= 10.0
    else:
        assert 0.0 <= value <= 10.0


def test_latest_value_goes_stale_with_age() -> None:
    assert not latest_value(PRESSURE, sample(4.2, age=10.0), now=NOW).stale
    assert latest_value(PRESSURE, sample(4.2, age=10.1), now=NOW).stale


def test_signal_without_values_is_stale_and_bad() -> None:
    latest = latest_value(PRESSURE, None, now=NOW)
    assert (latest.stale, latest.quality, latest.age_seconds) == (True, "BAD", None)


def test_attribute_without_values_shows_its_default_and_never_goes_stale() -> None:
    rated = dataclasses.replace(PRESSURE, kind="attribute", default_value=6.0)
    latest = latest_value(rated, None, now=NOW)
    assert (latest.value, latest.quality, latest.stale) == (6.0, "GOOD", False)
