"""Transforms: what triggers them, which values they use, what out-of-order arrival changes."""

from __future__ import annotations

import pytest

from tests.integration.services.sitewise.computing import Computing
from tests.integration.services.sitewise_samples import attribute, measurement, transform

MINUTE = 60
X, Y = "x", "y"
POINTS = {
    (X, 0): 10.0,
    (X, 5): 20.0,
    (X, 15): 30.0,
    (Y, 0): 1.0,
    (Y, 5): 2.0,
    (Y, 10): 3.0,
}
"""The example of the guide: minutes after nine o'clock, and values."""


@pytest.fixture
def nine(computing: Computing) -> float:
    """Make an asset with z = x + y + pretrigger(y), and return what the clock shows."""
    computing.asset(
        "A-1",
        computing.model(
            "asset",
            measurement(X),
            measurement(Y),
            measurement("flag", "BOOLEAN"),
            attribute("gain", "2"),
            transform("z", "x + y + pretrigger(y)", x=X, y=Y),
            transform("gained", "x * gain", x=X, gain="gain"),
            transform("square", "a * b", a=X, b=X),
            transform("on", "if(flag, 1, none)", flag="flag"),
            transform("inverse", "1 / x", x=X),
            transform("upper", "2 * z", z="z"),
        ),
    )
    nine = computing.clock.time
    computing.clock.time = nine + 20 * MINUTE
    return nine


def arrive(computing: Computing, nine: float, *arrivals: tuple[str, int]) -> dict[int, float]:
    """Let points of the example arrive in an order; return z by minutes after nine."""
    for name, minute in arrivals:
        computing.put("A-1", name, (nine + minute * MINUTE, POINTS[name, minute]))
    found = computing.values("A-1", "z", nine)
    return {seconds // MINUTE: value for seconds, value in found.items()}


@pytest.mark.parametrize("first", [X, Y])
def test_the_table_of_the_guide(computing: Computing, nine: float, first: str) -> None:
    second = Y if first == X else X
    order = [(first, 0), (second, 0), (first, 5), (second, 5), (Y, 10), (X, 15)]
    assert arrive(computing, nine, *order) == {5: 23.0, 10: 25.0, 15: 36.0}


def test_a_later_value_that_comes_first_uses_what_is_there(
    computing: Computing, nine: float
) -> None:
    assert arrive(computing, nine, (Y, 0), (X, 5), (X, 0)) == {5: 22.0}
    assert arrive(computing, nine, (Y, 5)) == {5: 23.0}


def test_without_a_value_before_there_is_no_result(computing: Computing, nine: float) -> None:
    assert arrive(computing, nine, (X, 5), (Y, 5), (X, 0), (Y, 0)) == {}


def test_a_late_value_changes_the_result_of_its_own_time(computing: Computing, nine: float) -> None:
    arrive(computing, nine, (X, 0), (Y, 0), (X, 5), (Y, 5))
    computing.notify("A-1", "upper")
    computing.put("A-1", X, (nine + 5 * MINUTE, 120.0))
    assert computing.values("A-1", "z", nine) == {300: 123.0}
    assert computing.values("A-1", "upper", nine) == {300: 246.0}
    assert computing.told("A-1", "upper", nine) == [(300, 246.0)]


def test_an_attribute_triggers_nothing_and_gives_its_latest_value(
    computing: Computing, nine: float
) -> None:
    computing.put("A-1", X, (nine, 3.0))
    computing.put("A-1", "gain", (nine + 60, 5.0))
    assert computing.values("A-1", "gained", nine) == {0: 6.0}
    computing.put("A-1", X, (nine + 30, 3.0))
    assert computing.values("A-1", "gained", nine) == {0: 6.0, 30: 15.0}


@pytest.mark.parametrize("quality", ["BAD", "UNCERTAIN"])
def test_only_good_values_compute_and_are_computed_with(
    computing: Computing, nine: float, quality: str
) -> None:
    computing.put("A-1", X, (nine, 3.0))
    computing.put("A-1", X, (nine + 1, 9.0), quality=quality)
    computing.put("A-1", "gain", (nine, 7.0), quality=quality)
    computing.put("A-1", X, (nine + 2, 4.0))
    assert computing.values("A-1", "gained", nine) == {0: 6.0, 2: 8.0}


def test_a_value_fires_once_also_where_two_variables_are_the_same_property(
    computing: Computing, nine: float
) -> None:
    computing.notify("A-1", "square")
    computing.put("A-1", X, (nine, 3.0))
    assert computing.told("A-1", "square", nine) == [(0, 9.0)]


def test_a_boolean_counts_as_a_number_and_none_is_no_point(
    computing: Computing, nine: float
) -> None:
    computing.put("A-1", "flag", (nine, True), (nine + 1, False), (nine + 2, True))
    assert computing.values("A-1", "on", nine) == {0: 1.0, 2: 1.0}


def test_an_hour_of_divisions_by_zero_gives_no_points_and_no_noise(
    computing: Computing, nine: float, caplog: pytest.LogCaptureFixture
) -> None:
    computing.clock.time = nine + 3_700
    named = computing.key("A-1", X)
    names = {"assetId": named["asset_id"], "propertyId": named["property_id"]}
    for start in range(0, 3_600, 100):
        values = [
            [
                {"value": {"doubleValue": 0.0}, "timestamp": {"timeInSeconds": int(nine + at)}}
                for at in range(first, first + 10)
            ]
            for first in range(start, start + 100, 10)
        ]
        entries = [
            {"entryId": str(place), **names, "propertyValues": one}
            for place, one in enumerate(values)
        ]
        answer = computing.call("BatchPutAssetPropertyValue", entries=entries)
        assert answer["errorEntries"] == []
    assert computing.values("A-1", "inverse", nine) == {}
    assert caplog.records == []
    computing.put("A-1", X, (nine + 3_600, 4.0))
    assert computing.values("A-1", "inverse", nine) == {3_600: 0.25}
