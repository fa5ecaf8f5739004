"""Aggregations and temporal functions over windows.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-aggregation-functions.html
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-temporal-functions.html
"""

from __future__ import annotations

from statistics import stdev

import pytest

from tests.unit.formula.given import Points, metric, window_of
from twin.formula.values import Value
from twin.formula.windows import Window

IDLE: Points = ((0, 0.0), (30, 1.0), (75, 1.0), (165, 0.0), (240, 0.0))
NAN = float("nan")


def window(*values: Value, before: Value | None = None) -> Window:
    """Return a window of one minute, with a point in each second from its start on."""
    points: Points = tuple((index + 1.0, value) for index, value in enumerate(values))
    return Window(0, 60, points, None if before is None else (-5.0, before))


@pytest.mark.parametrize(
    ("end_minute", "expected"), [(0, None), (1, 30.0), (2, 60.0), (3, 45.0), (4, 0.0), (5, 0.0)]
)
def test_statetime_of_the_guide(end_minute: int, expected: float | None) -> None:
    end = end_minute * 60
    assert metric("statetime(idle)", idle=window_of(IDLE, end - 60, end)) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("avg(x)", 2.0),
        ("sum(x)", 6.0),
        ("min(x)", 1.0),
        ("max(x)", 3.0),
        ("count(x)", 3.0),
        ("stdev(x)", stdev([1, 2, 3])),
        ("avg(x, y)", 2.0),
        ("sum(x / 2, y * 2)", 11.0),
        ("sum(x / 2) / avg(y ^ 2)", 0.75),
        ("avg(x * (x - 1))", 8 / 3),
        ("sum(avg(x ^ 2) / 2)", 7 / 3),
        ("sum(x - avg(x))", 0.0),
        ("min(x, 0.5)", 0.5),
        ("max(latest(x), latest(y), latest(z))", 9.0),
        ("max(last(x), 2)", 3.0),
        ("count(if(x > 1, x, none))", 2.0),
        ("sum(gte(x, 2))", 2.0),
        ("first(x)", 1.0),
        ("last(x)", 3.0),
        ("latest(x * 9 / 5 + 32)", 37.4),
        ("latest(z)", 9.0),
        ("earliest(z)", 9.0),
        ("statetime(x > 2)", 57.0),
        ("x", 3.0),
        ("sum(x) / x", 2.0),
        ("if(count(x) > 2, avg(x), none)", 2.0),
    ],
)
def test_functions_of_windows(formula: str, expected: float) -> None:
    """The bare `x` is its last value in the window; `z` has a point before the window only."""
    found = metric(formula, x=window(1.0, 2.0, 3.0), y=window(2.0, 2.0), z=window(before=9.0))
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("avg(x)", None),
        ("sum(x)", None),
        ("min(x, 5)", None),
        ("stdev(x)", None),
        ("count(x)", 0.0),
        ("count(x, 5)", 0.0),
        ("first(x)", None),
        ("last(x)", None),
        ("latest(x)", 4.0),
        ("earliest(x)", 4.0),
        ("statetime(x)", 60.0),
        ("x", None),
        ("max(latest(x), latest(y))", 4.0),
    ],
)
def test_a_window_without_points(formula: str, expected: float | None) -> None:
    assert metric(formula, x=window(before=4.0), y=window()) == expected


@pytest.mark.parametrize("function", ["first", "last", "latest", "earliest", "statetime", "max"])
def test_there_is_nothing_before_the_first_point(function: str) -> None:
    assert metric(f"{function}(x)", x=window()) is None


def test_one_point_has_no_deviation() -> None:
    assert metric("stdev(x)", x=window(5.0)) == 0.0


def test_what_is_undefined_at_a_point_takes_no_part() -> None:
    given = window(0.0, 4.0, NAN)
    assert metric("avg(8 / x)", x=given) == 2.0
    assert metric("avg(x)", x=given) == 2.0
    assert metric("count(x)", x=given) == 3.0


def test_texts_are_counted_and_looked_up_but_not_added() -> None:
    given = window("run", "stop", before="idle")
    assert metric("count(x)", x=given) == 2.0
    assert metric("latest(x)", x=given) == "stop"
    assert metric("earliest(upper(x))", x=given) == "IDLE"
    assert metric("sum(x)", x=given) is None
    assert metric("sum(eq(x, 'run'))", x=given) == 1.0
    assert metric("statetime(eq(x, 'run'))", x=given) == 1.0
    assert metric("statetime(x)", x=given) == 0.0


def test_an_aggregation_may_exceed_what_a_point_may_hold() -> None:
    given = window(1e9, 2e9)
    assert metric("sum(x * 1000) / 1000", x=given) == 3e9
    assert metric("sum(x * 1000)", x=given) is None


def test_points_of_several_children_stand_in_one_window() -> None:
    """Three pumps, one of which gave no value."""
    powers = window_of([(10, 4.0), (10, 6.0), (40, 5.0), (-5, 100.0)], 0, 60)
    assert metric("sum(power)", power=powers) == 15.0
    assert metric("avg(power)", power=powers) == 5.0
    assert metric("count(power)", power=powers) == 3.0
    assert metric("sum(power) / avg(flow)", power=powers, flow=window(3.0)) == 5.0


def test_a_variable_overrides_a_constant_in_an_aggregation_too() -> None:
    assert metric("sum(e)", e=window(1.0, 2.0)) == 3.0
