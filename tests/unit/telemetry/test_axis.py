"""Several signals at the same instants: what is carried, what is interpolated, what is a gap."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.live.events import Quality
from twin.site_document import DataType, Signal, SignalKind
from twin.telemetry.axis import GAP, Axis, Reach, Reading, in_order, resample
from twin.telemetry.sample import NANOSECONDS, Sample, Value

SECOND = NANOSECONDS
AXIS = Axis(start=100 * SECOND, step=10 * SECOND, count=4)


def at(seconds: float, value: Value, quality: Quality = "GOOD") -> Sample:
    return Sample("/s/a/x", round(seconds * SECOND), value, quality)


def values(*samples: Sample, reach: Reach, axis: Axis = AXIS) -> list[Value]:
    return [reading.value for reading in resample(samples, axis, reach)]


def test_the_instants_begin_at_the_start_and_are_one_step_apart() -> None:
    assert [instant // SECOND for instant in AXIS.instants] == [100, 110, 120, 130]
    assert AXIS.last == 130 * SECOND
    assert AXIS.part(1, 2) == Axis(110 * SECOND, 10 * SECOND, 2)


def test_the_last_value_up_to_then_is_carried_as_far_as_it_reaches() -> None:
    reach = Reach("previous", 15 * SECOND)
    assert values(at(99, 1.0), at(120, 2.0), reach=reach) == [1.0, 1.0, 2.0, 2.0]
    assert values(at(94, 1.0), reach=reach) == [1.0, None, None, None]
    assert values(at(101, 5.0), reach=reach) == [None, 5.0, None, None]


def test_an_attribute_never_ages() -> None:
    assert values(at(1, "DN 80"), reach=Reach("previous", None)) == ["DN 80"] * 4


def test_between_two_values_there_is_a_line_unless_they_are_too_far_apart() -> None:
    reach = Reach("linear", 20 * SECOND)
    assert values(at(95, 0.0), at(115, 20.0), at(120, 7.0), reach=reach) == [5.0, 15.0, 7.0, None]
    assert values(at(95, 0.0), at(115.1, 20.0), reach=reach) == [None] * 4


def test_a_gap_has_no_quality_and_a_bad_value_has_one() -> None:
    found = resample(
        [at(100, 1.0), at(112, None, "BAD"), at(114, 3.0)], AXIS, Reach("previous", 5 * SECOND)
    )
    assert found == [Reading(1.0, "GOOD"), GAP, GAP, GAP]
    found = resample([at(100, None, "BAD")], AXIS, Reach("previous", 10 * SECOND))
    assert found[:2] == [Reading(None, "BAD")] * 2


def test_a_line_is_as_good_as_its_worse_end_and_has_no_value_where_an_end_has_none() -> None:
    reach = Reach("linear", 60 * SECOND)
    found = resample([at(95, 0.0, "UNCERTAIN"), at(105, 10.0)], AXIS, reach)
    assert found[0] == Reading(5.0, "UNCERTAIN")
    found = resample([at(95, None, "BAD"), at(105, 10.0)], AXIS, reach)
    assert found[0] == Reading(None, "BAD")


def test_of_two_values_at_one_time_the_better_one_counts() -> None:
    ordered = in_order([at(2, 1.0), at(1, 9.0, "BAD"), at(1, 8.0), at(1, 7.0, "UNCERTAIN")])
    assert [(one.time, one.value) for one in ordered] == [(1.0, 8.0), (2.0, 1.0)]


@pytest.mark.parametrize(
    ("kind", "data_type", "expected"),
    [
        ("measurement", "DOUBLE", Reach("linear", 30 * SECOND)),
        ("measurement", "BOOLEAN", Reach("previous", 30 * SECOND)),
        ("attribute", "DOUBLE", Reach("previous", None)),
    ],
)
def test_how_a_signal_is_read_follows_from_what_it_is(
    signal: Signal, kind: SignalKind, data_type: DataType, expected: Reach
) -> None:
    changed = replace(signal, kind=kind, data_type=data_type, stale_after_seconds=30.0)
    assert Reach.of(changed, "linear") == expected


@pytest.fixture
def signal() -> Signal:
    return Signal(
        "/s/a/x", "a", "x", "X", "measurement", "DOUBLE", "m", None, None, None, 30.0, 0.0, None
    )


@given(
    st.lists(st.tuples(st.integers(0, 200), st.floats(-1e6, 1e6)), min_size=1, max_size=30),
    st.integers(1, 40),
)
def test_a_line_stays_between_its_ends_and_both_methods_agree_on_measured_instants(
    rows: list[tuple[int, float]], reach_seconds: int
) -> None:
    samples = in_order([at(time, value) for time, value in rows])
    reach = reach_seconds * SECOND
    axis = Axis(0, SECOND, 201)
    carried = resample(samples, axis, Reach("previous", reach))
    drawn = resample(samples, axis, Reach("linear", reach))
    low, high = min(v for _, v in rows), max(v for _, v in rows)
    measured = {sample.time_nanoseconds: sample.value for sample in samples}
    for instant, previous, line in zip(axis.instants, carried, drawn, strict=True):
        if instant in measured:
            assert previous.value == line.value == measured[instant]
        if isinstance(line.value, float):
            assert low - 1e-6 <= line.value <= high + 1e-6
        assert (previous is GAP) == all(
            not 0 <= instant - one.time_nanoseconds <= reach for one in samples
        )
