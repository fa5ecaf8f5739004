"""Formulas evaluate as the worked examples of the AWS IoT SiteWise user guide say."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.formula import FormulaUseError, parse
from twin.formula.evaluation import Value, evaluate, unsupported
from twin.formula.windows import Window, interval_seconds, window_end

Points = tuple[tuple[float, float], ...]


@dataclass
class Given:
    """Values, values before the trigger, and windows by variable."""

    values: Mapping[str, Value] = field(default_factory=dict)
    earlier: Mapping[str, Value] = field(default_factory=dict)
    windows: Mapping[str, Window] = field(default_factory=dict)

    def value(self, name: str) -> Value | None:
        return self.values.get(name)

    def before(self, name: str) -> Value | None:
        return self.earlier.get(name)

    def window(self, name: str) -> Window:
        return self.windows[name]


def result(formula: str, **values: Value) -> Value | None:
    return evaluate(parse(formula), Given(values))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("2 ^ 3", 8.0),
        ("-7 % 3", -1.0),
        ("7 % -3", 1.0),
        ("1 + 2 + ' is three'", "3 is three"),
        ("2 and 5", 5.0),
        ("0 and 5", 0.0),
        ("2 or 5", 1.0),
        ("0 or 5", 5.0),
        ("not 0", 1.0),
        ("if(1 < 2, 10, 20)", 10.0),
        ("if(gt(1, 2), 10, 20)", 20.0),
        ("eq(0.1 + 0.2, 0.3)", 1.0),
        ("neq(0.1 + 0.2, 0.3)", 1.0),
        ("'abc' < 'abd'", 1.0),
        ("pi", math.pi),
        ("sqrt(16)", 4.0),
        ("signum(-3)", -1.0),
    ],
)
def test_a_formula_has_the_documented_value(formula: str, expected: Value) -> None:
    assert result(formula) == expected


@pytest.mark.parametrize(
    "formula",
    [
        "1 / 0",
        "log(0)",
        "sqrt(-1)",
        "10 ^ 11",
        "'a' * 2",
        "if(0, 1)",
        "if(1, none, 2)",
        "unknown + 1",
    ],
)
def test_an_undefined_result_is_no_point(formula: str) -> None:
    assert result(formula) is None


def test_a_variable_overrides_a_constant_of_the_same_name() -> None:
    assert result("e + 1", e=10.0) == 11.0


def test_pretrigger_is_the_value_before_the_trigger() -> None:
    node = parse("x + y + pretrigger(y)")
    assert evaluate(node, Given({"x": 10.0, "y": 1.0})) is None
    assert evaluate(node, Given({"x": 20.0, "y": 2.0}, {"y": 1.0})) == 23.0
    assert evaluate(node, Given({"x": 30.0, "y": 3.0}, {"y": 3.0})) == 36.0


@pytest.mark.parametrize(
    ("end_minute", "expected"), [(0, None), (1, 30.0), (2, 60.0), (3, 45.0), (4, 0.0)]
)
def test_statetime_of_the_guide(end_minute: int, expected: float | None) -> None:
    """Idle: 2:00:00→0, 2:00:30→1, 2:01:15→1, 2:02:45→0, 2:04:00→0, windows of one minute."""
    points: Points = ((0, 0), (30, 1), (75, 1), (165, 0), (240, 0))
    end = end_minute * 60
    start = end - 60
    inside = tuple(point for point in points if start < point[0] <= end)
    before = [point for point in points if point[0] <= start]
    window = Window(start, end, inside, before[-1] if before else None)
    found = evaluate(parse("statetime(idle)"), Given(windows={"idle": window}))
    # The guide has no value for the window that only ends with the first point.
    assert found == (0.0 if end_minute == 0 else expected)


def window(*values: float) -> Window:
    return Window(0, 60, tuple((index + 1.0, value) for index, value in enumerate(values)), None)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("avg(x)", 2.0),
        ("sum(x / 2) / avg(y ^ 2)", 0.75),
        ("avg(x * (x - 1))", 8 / 3),
        ("min(x)", 1.0),
        ("count(x)", 3.0),
        ("max(latest(x), latest(y))", 3.0),
        ("first(x)", 1.0),
        ("last(x)", 3.0),
    ],
)
def test_aggregations_run_over_the_points_of_the_window(formula: str, expected: float) -> None:
    given = Given(windows={"x": window(1, 2, 3), "y": window(2, 2)})
    assert evaluate(parse(formula), given) == pytest.approx(expected)


def test_only_count_gives_a_value_for_an_empty_window() -> None:
    given = Given(windows={"x": window()})
    assert evaluate(parse("avg(x)"), given) is None
    assert evaluate(parse("count(x)"), given) == 0.0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("5m", 300), ("1h", 3600), ("PT5M", 300), ("P1D", 86_400), ("1w", 604_800)],
)
def test_a_window_s_length_is_read_in_both_notations(text: str, seconds: int) -> None:
    assert interval_seconds(text) == seconds


@pytest.mark.parametrize("text", ["30s", "2w", "five", "", "PT"])
def test_what_is_no_tumbling_window_is_refused(text: str) -> None:
    with pytest.raises(FormulaUseError):
        interval_seconds(text)


def test_a_week_ends_at_monday_midnight() -> None:
    monday = 1_795_392_000  # 2026-11-23 00:00:00 UTC
    assert window_end(monday, 604_800) == monday
    assert window_end(monday + 1, 604_800) == monday + 604_800


@given(
    milliseconds=st.integers(min_value=0, max_value=4 * 10**12),
    interval=st.sampled_from([60, 300, 3600, 604_800]),
)
def test_a_time_lies_in_its_window(milliseconds: int, interval: int) -> None:
    time = milliseconds / 1000
    end = window_end(time, interval)
    assert end - interval < time <= end


def test_what_cannot_be_evaluated_is_named() -> None:
    assert unsupported(parse("upper('a')")) == {"upper"}
    assert unsupported(parse("avg(x) / 2")) == set()
