"""The metering rules give the numbers that are known of them."""

from __future__ import annotations

import pytest

from twin.cost import metering
from twin.cost.metering import KB
from twin.cost.publisher_paths import (
    all_paths,
    buffered,
    cheapest,
    real_time,
    streams_where_buffered_is_cheaper,
)
from twin.cost.rates import rates

ONE_HERTZ = [1.0]
HOUR, QUARTER = 3600, 900


@pytest.mark.parametrize(
    ("points", "size", "messages"),
    [(0, 0, 0), (1, 0, 1), (10, KB, 1), (11, 0, 2), (1, KB + 1, 2), (100, KB, 10), (10, 5 * KB, 5)],
)
def test_real_time_is_metered_per_ten_points_or_a_kilobyte(
    points: int, size: int, messages: int
) -> None:
    assert metering.real_time_messages(points, size) == messages


@pytest.mark.parametrize(
    ("points", "size", "messages"),
    [
        (0, 0, 0),
        (1, 0, 2000),
        (120_000, 0, 2000),
        (120_001, 0, 2001),
        (1, 2000 * 5 * KB, 2000),
        (1, 2000 * 5 * KB + 1, 2001),
    ],
)
def test_buffered_is_metered_per_sixty_points_or_five_kilobytes_with_a_minimum(
    points: int, size: int, messages: int
) -> None:
    assert metering.buffered_messages(points, size) == messages


def test_one_stream_of_one_hertz_spreads_sixty_fold() -> None:
    assert real_time(ONE_HERTZ, 0.2).messages_per_day == 86_400
    assert real_time(ONE_HERTZ, 1.0).messages_per_day == 86_400
    assert real_time(ONE_HERTZ, 10.0).messages_per_day == 8_640
    assert metering.SECONDS_PER_DAY // metering.BUFFERED_POINTS == 1_440


def test_the_minimum_of_a_day_is_that_of_its_periods() -> None:
    assert buffered(ONE_HERTZ, HOUR).messages_per_day == 48_000
    assert buffered(ONE_HERTZ, QUARTER).messages_per_day == 192_000


@pytest.mark.parametrize(
    ("period", "points", "streams"),
    [(HOUR, 10, 6), (HOUR, 60, 33), (QUARTER, 10, 22), (QUARTER, 60, 133)],
)
def test_break_even_is_where_it_is_said_to_be(period: int, points: int, streams: int) -> None:
    found = streams_where_buffered_is_cheaper(period, points_per_message=points)
    assert round(found) == streams


def test_beyond_break_even_the_buffered_path_is_cheaper() -> None:
    for period, streams in ((HOUR, 6), (QUARTER, 23)):
        fewer, enough = [1.0] * (streams - 1), [1.0] * streams
        assert real_time(fewer, 10.0).messages_per_day < buffered(fewer, period).messages_per_day
        assert real_time(enough, 10.0).messages_per_day > buffered(enough, period).messages_per_day


def test_beyond_the_minimum_points_count() -> None:
    assert buffered([1.0] * 33, HOUR).messages_per_day == 48_000
    assert buffered([1.0] * 34, HOUR).messages_per_day == 34 * 1_440
    assert buffered([1.0] * 134, QUARTER).messages_per_day == 134 * 1_440


@pytest.mark.parametrize(
    ("streams", "delay", "title"),
    [
        (1, 1.0, "real time, flushed every 0.2 s"),
        (1, 3600, "real time, flushed every 10 s"),
        (30, 15, "real time, flushed every 10 s"),
        (30, 900, "buffered, imported every 15 min"),
        (6, 3600, "buffered, imported every 60 min"),
        (5, 3600, "real time, flushed every 10 s"),
        (1000, 900, "buffered, imported every 15 min"),
    ],
)
def test_the_cheapest_path_follows_from_streams_and_delay(
    streams: int, delay: float, title: str
) -> None:
    path = cheapest(all_paths([1.0] * streams), longest_delay_seconds=delay)
    assert path.title == title
    assert (path.configuration is None) == title.startswith("buffered")


def test_slow_streams_gain_nothing_from_gathering() -> None:
    slow = [1 / 60] * 3
    path = cheapest(all_paths(slow), longest_delay_seconds=10)
    assert (path.delay_seconds, path.messages_per_day) == (0.2, 3 * 1_440)
    assert path.configuration == {"flushSeconds": 0.2}


def test_nothing_is_as_quick_as_light() -> None:
    with pytest.raises(ValueError, match=r"within 0\.1 s"):
        cheapest(all_paths(ONE_HERTZ), longest_delay_seconds=0.1)


@pytest.mark.parametrize(
    ("values", "size", "units"), [(0, 0, 0), (50, 4 * KB, 1), (51, 0, 2), (1, 4 * KB + 1, 2)]
)
def test_queries_are_metered_per_fifty_values_or_four_kilobytes(
    values: int, size: int, units: int
) -> None:
    assert metering.query_units(values, size) == units


def test_messages_and_rules_of_iot_core_count_five_kilobytes() -> None:
    assert [metering.iot_messages(size) for size in (0, 5 * KB, 5 * KB + 1)] == [1, 1, 2]
    assert metering.iot_messages(20 * KB, basic_ingest=True) == 0
    assert [metering.iot_rule_units(size) for size in (10, 10 * KB)] == [1, 2]


def test_a_screen_that_polls_costs_what_is_known_of_it() -> None:
    calls = metering.polled_calls_per_month(tags=50, every_seconds=5)
    assert calls == 25_920_000
    assert round(rates()["twinmaker_calls"].cost(calls, "us-east-1")) == 39
    assert [metering.twinmaker_calls(size) for size in (1, 20 * KB, 20 * KB + 1)] == [1, 1, 2]


def test_a_full_store_is_billed_for_all_that_it_keeps() -> None:
    assert metering.gigabyte_days(1_000_000, 50, 30) == pytest.approx(1.5)
