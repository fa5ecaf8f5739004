"""Metrics over their windows: when a window is computed, of what, and how often."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.services.sitewise.computing import Computing
from tests.integration.services.sitewise_samples import attribute, measurement, metric

HOUR, DAY = 3_600, 86_400
Json = Any


def moved(item: Json, offset: str) -> Json:
    item["type"]["metric"]["window"]["tumbling"]["offset"] = offset
    return item


def pump(computing: Computing, *properties: Json) -> float:
    """Make a pump with a flow, and return what the clock shows."""
    computing.asset("P-1", computing.model("pump", measurement("flow"), *properties))
    return computing.clock.time


def test_statetime_counts_seconds_above_zero_over_the_borders_of_windows(
    computing: Computing,
) -> None:
    two = pump(computing, metric("idle", "statetime(q)", "1m", q="flow"))
    points = ((two, 0.0), (two + 30, 1.0), (two + 75, 1.0), (two + 165, 0.0), (two + 240, 0.0))
    computing.put("P-1", "flow", *points)
    computing.at(two + 250)
    assert computing.values("P-1", "idle", two) == {60: 30.0, 120: 60.0, 180: 45.0, 240: 0.0}


@pytest.mark.parametrize(
    ("offset", "end"), [("00:03:00", 180), ("3m", 180), ("PT3M", 180), ("2021-07-23T18:04-08", 240)]
)
def test_an_offset_moves_the_windows(computing: Computing, offset: str, end: int) -> None:
    hour = pump(computing, moved(metric("mean", "avg(q)", q="flow"), offset))
    computing.put("P-1", "flow", (hour + 60, 1.0), (hour + 120, 3.0), (hour + end + 1, 9.0))
    computing.at(hour + 299)
    assert computing.values("P-1", "mean", hour) == {end: 2.0}


def test_an_offset_that_is_none_is_refused(computing: Computing) -> None:
    wrong = moved(metric("mean", "avg(q)", q="flow"), "at noon")
    with pytest.raises(Exception, match="noon") as caught:
        pump(computing, wrong)
    assert getattr(caught.value, "code", None) == "InvalidRequestException"


@pytest.mark.parametrize(("since_midnight", "first"), [(10, 18), (18, 18), (19, 42)])
def test_the_first_window_is_the_one_that_ends_after_the_creation(
    computing: Computing, since_midnight: int, first: int
) -> None:
    midnight = computing.clock.time // DAY * DAY + DAY
    computing.clock.time = midnight + since_midnight * HOUR
    pump(computing, moved(metric("points", "count(q)", "1d", q="flow"), "18h"))
    computing.at(midnight + 2 * DAY)
    assert min(computing.values("P-1", "points", midnight)) == first * HOUR


def test_every_window_has_a_count_and_the_rest_only_where_there_is_a_value(
    computing: Computing,
) -> None:
    start = pump(
        computing,
        attribute("rated", "40"),
        metric("points", "count(q)", q="flow"),
        metric("newest", "latest(q)", q="flow"),
        metric("running", "statetime(q)", q="flow"),
        metric("begun", "earliest(q)", q="flow"),
        metric("mean", "avg(q)", q="flow"),
        metric("end", "last(q)", q="flow"),
        metric("bare", "q * r", q="flow", r="rated"),
    )
    computing.at(start + 300)
    computing.put("P-1", "flow", (start + 420, 2.0), (start + 480, 3.0))
    computing.at(start + 1_200)
    found = {name: computing.values("P-1", name, start) for name in ("points", "newest")}
    assert found["points"] == {300: 0.0, 600: 2.0, 900: 0.0, 1_200: 0.0}
    assert found["newest"] == {600: 3.0, 900: 3.0, 1_200: 3.0}
    assert computing.values("P-1", "running", start) == {600: 180.0, 900: 300.0, 1_200: 300.0}
    assert computing.values("P-1", "begun", start) == {900: 3.0, 1_200: 3.0}
    assert computing.values("P-1", "mean", start) == {600: 2.5}
    assert computing.values("P-1", "end", start) == {600: 3.0}
    assert computing.values("P-1", "bare", start) == {600: 120.0}


def test_an_attribute_has_its_latest_value_and_computes_nothing_by_itself(
    computing: Computing,
) -> None:
    start = pump(
        computing, attribute("rated", "40"), metric("share", "avg(q) / r", q="flow", r="rated")
    )
    computing.put("P-1", "flow", (start + 60, 20.0))
    computing.at(start + 300)
    computing.put("P-1", "rated", (start + 200, 10.0), (start + 280, 5.0))
    assert computing.at(start + 310) == 0
    assert computing.values("P-1", "share", start) == {300: 0.5}
    computing.put("P-1", "flow", (start + 120, 20.0))
    computing.at(start + 320)
    assert computing.values("P-1", "share", start) == {300: 4.0}


def test_parts_of_a_formula_come_before_the_whole_in_one_turn(computing: Computing) -> None:
    start = pump(
        computing,
        metric("double", "2 * m", m="mean"),
        metric("sum of both", "m + d", m="mean", d="double"),
        metric("mean", "avg(q)", q="flow"),
    )
    computing.put("P-1", "flow", (start + 60, 4.0))
    assert computing.at(start + 300) == 3
    assert computing.values("P-1", "sum of both", start) == {300: 12.0}


def test_a_metric_may_keep_a_text(computing: Computing) -> None:
    newest = {**metric("newest", "latest(m)", m="mode"), "dataType": "STRING"}
    start = pump(computing, measurement("mode", "STRING"), newest)
    computing.put("P-1", "mode", (start + 60, "idle"), (start + 70, "run"))
    computing.at(start + 600)
    assert computing.values("P-1", "newest", start) == {300: "run", 600: "run"}
