"""Windows of metrics: the worked examples of the AWS IoT SiteWise guide and API reference."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.formula import FormulaUseError
from twin.formula.windows import Tumbling, interval_seconds, tumbling, window_offset

NANOSECONDS = 1_000_000_000
HOUR, DAY, WEEK = 3_600, 86_400, 604_800


def at(text: str) -> int:
    """Return a moment of July 2021, where the examples lie, in seconds since 1970."""
    return int(datetime.fromisoformat(f"2021-07-{text}").replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1m", 60),
        ("5m", 300),
        ("15m", 900),
        ("1h", HOUR),
        ("1d", DAY),
        ("1w", WEEK),
        ("PT5M", 300),
        ("PT1H30M", 5_400),
        ("P1D", DAY),
        ("P1W", WEEK),
    ],
)
def test_a_window_s_length_is_read_in_both_notations(text: str, seconds: int) -> None:
    assert interval_seconds(text) == seconds


@pytest.mark.parametrize("text", ["30s", "120s", "PT120S", "0m", "8d", "2w", "five", "", "P", "PT"])
def test_what_is_no_tumbling_window_is_refused(text: str) -> None:
    with pytest.raises(FormulaUseError):
        interval_seconds(text)


@pytest.mark.parametrize(
    ("interval", "created", "first"),
    [
        ("5m", "23T14:01:00", "23T14:05:00"),
        ("15m", "23T14:01:00", "23T14:15:00"),
        ("1h", "23T14:01:00", "23T15:00:00"),
        ("1d", "23T14:01:00", "24T00:00:00"),
        ("1w", "23T14:01:00", "26T00:00:00"),  # a Friday; the week ends with Sunday
    ],
)
def test_windows_end_at_the_hour_at_midnight_and_on_sunday(
    interval: str, created: str, first: str
) -> None:
    assert tumbling(interval).first_end(at(created)) == at(first)


@pytest.mark.parametrize("offset", ["18h", "PT18H", "18:00:00", "1080m", "64800s"])
@pytest.mark.parametrize(
    ("created", "first"),
    [
        ("23T10:00:00", "23T18:00:00"),
        ("23T18:00:00", "23T18:00:00"),
        ("23T18:00:01", "24T18:00:00"),
    ],
)
def test_a_day_with_an_offset_has_its_first_result_today_or_tomorrow(
    offset: str, created: str, first: str
) -> None:
    assert tumbling("1d", offset).first_end(at(created)) == at(first)


def test_a_clock_moves_windows_of_minutes() -> None:
    windows = tumbling("5m", "00:03:00")
    first = windows.first_end(at("23T14:00:00"))
    ends = windows.ended(first - 1, first + 300)
    assert [*ends] == [at("23T14:03:00"), at("23T14:08:00")]


@pytest.mark.parametrize(
    ("offset", "first"),
    [
        ("2021-07-23T18:00-08", "24T02:00:00"),
        ("2021-07-23T18:00:00+01:00", "23T17:00:00"),
        ("2020-01-01T06:00Z", "24T06:00:00"),
    ],
)
def test_an_offset_with_a_zone_is_a_moment_at_which_a_window_ends(offset: str, first: str) -> None:
    assert tumbling("1d", offset).first_end(at("23T15:00:00")) == at(first)


def test_a_week_may_end_in_its_middle() -> None:
    wednesday = tumbling("1w", "2021-07-21T12:00Z")
    assert wednesday.first_end(at("23T00:00:00")) == at("28T12:00:00")
    assert tumbling("1w", "60h").first_end(at("23T00:00:00")) == at("28T12:00:00")


@pytest.mark.parametrize(
    "text",
    ["at noon", "18", "h", "PT", "24:00:00", "00:60:00", "6:00", "2021-07-23T18:00", "2021-07-23"],
)
def test_an_offset_that_is_none_says_what_one_is(text: str) -> None:
    with pytest.raises(FormulaUseError) as caught:
        window_offset(text, DAY)
    assert caught.value.where == "window_offset"
    assert "06:00:00" in str(caught.value)


def test_a_start_is_outside_and_an_end_inside_to_the_nanosecond() -> None:
    windows, end = Tumbling(300), at("23T14:05:00")
    assert windows.end(end * NANOSECONDS) == end
    assert windows.end(end * NANOSECONDS + 1) == end + 300
    assert windows.end((end - 300) * NANOSECONDS + 1) == end


def test_the_windows_of_a_span_are_those_that_have_a_time_of_it() -> None:
    windows, end = Tumbling(300), at("23T14:05:00")
    span = (end - 300) * NANOSECONDS, end * NANOSECONDS
    assert [*windows.ends(*span)] == [end]
    assert [*windows.ends(span[0] - 1, span[1] + 1)] == [end - 300, end, end + 300]
    assert [*windows.ends(span[1], span[1])] == []
    assert [*Tumbling(60).ends(*span)] == [end - 60 * left for left in (4, 3, 2, 1, 0)]
    times = [end * NANOSECONDS + at for at in (-1, 0, 1, 2)]
    assert [*windows.ends_of(times)] == [end, end + 300]
    assert [*windows.ended(end, end + 600)] == [end + 300, end + 600]
    assert [*windows.ended(end, end + 299)] == []


@given(
    time_ns=st.integers(min_value=0, max_value=4 * 10**18),
    interval=st.sampled_from([60, 300, HOUR, DAY, WEEK]),
    shift=st.integers(min_value=0, max_value=WEEK),
)
def test_a_time_lies_in_its_window(time_ns: int, interval: int, shift: int) -> None:
    windows = Tumbling(interval, shift % interval)
    end = windows.end(time_ns)
    assert (end - interval) * NANOSECONDS < time_ns <= end * NANOSECONDS
    assert windows.end(end * NANOSECONDS) == end
