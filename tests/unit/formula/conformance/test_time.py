"""Date and time functions.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-date-and-time-functions.html
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.unit.formula.given import Given, result
from twin.formula import parse
from twin.formula.evaluation import evaluate
from twin.formula.inputs import Sample
from twin.formula.zones import FIXED_HOURS, REGIONS, zone_of

MOMENT = datetime(2020, 11, 13, 17, 48, 56, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("formula", "local"),
    [
        ("mktime(2020, 2, 29)", datetime(2020, 2, 29, tzinfo=UTC)),
        ("mktime('UTC+3', 2021, 12, 31, 22)", datetime(2021, 12, 31, 19, tzinfo=UTC)),
        (
            "mktime(2022, 10, 13, 2, 55, 13.68, 'PST')",
            datetime(2022, 10, 13, 9, 55, 13, 680_000, tzinfo=UTC),
        ),
        (
            "mktime('UTC', 2021, 1, 19, 4, 31, 39.00)",
            datetime(2021, 1, 19, 4, 31, 39, tzinfo=UTC),
        ),
        ("mktime('-5', 2021, 1, 19)", datetime(2021, 1, 19, 5, tzinfo=UTC)),
        ("mktime('Z', 2021, 1, 19, 1, 2, 60)", datetime(2021, 1, 19, 1, 3, tzinfo=UTC)),
        # A night in which the clocks of Paris go forward, and one in which they go back.
        ("mktime('CET', 2026, 3, 29, 2, 30)", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("mktime('CET', 2026, 10, 25, 2, 30)", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_made_of_local_time(formula: str, local: datetime) -> None:
    assert result(formula) == pytest.approx(local.timestamp(), abs=1e-6)


@pytest.mark.parametrize(
    "formula",
    [
        "mktime(1969, 1, 1)",
        "mktime(2251, 1, 1)",
        "mktime(2021, 13, 1)",
        "mktime(2021, 2, 29)",
        "mktime(2021, 1, 1, 24)",
        "mktime(2021, 1, 1, 1, 60)",
        "mktime(2021, 1, 1, 1, 1, 61)",
        "mktime(2021.5, 1, 1)",
        "mktime('UTC', 2021, 1)",
        "mktime('Nowhere', 2021, 1, 1)",
        "localtime(0, 'UTC')",
        "year(2021)",
        "hour(localtime(1e15, 'UTC'))",
    ],
)
def test_what_is_no_time_is_no_point(formula: str) -> None:
    assert result(formula) is None


@pytest.mark.parametrize(
    ("part", "zone", "expected"),
    [
        ("year", "UTC", 2020.0),
        ("mon", "UTC", 11.0),
        ("mday", "UTC", 13.0),
        ("wday", "UTC", 5.0),
        ("yday", "UTC", 318.0),
        ("hour", "UTC", 17.0),
        ("minute", "UTC", 48.0),
        ("sec", "UTC", 56.0),
        ("hour", "Europe/Paris", 18.0),
        ("hour", "JST", 2.0),
        ("mday", "JST", 14.0),
        ("wday", "JST", 6.0),
        ("minute", "IST", 18.0),
        ("hour", "PST", 9.0),
        ("hour", "BST", 23.0),
        ("hour", "+02:00", 19.0),
        ("hour", "GMT-3", 14.0),
    ],
)
def test_parts_of_local_time(part: str, zone: str, expected: float) -> None:
    assert result(f"{part}(localtime(x, '{zone}'))", x=MOMENT) == expected
    assert result(f"x.localtime('{zone}').{part}()", x=MOMENT) == expected


def test_local_time_is_utc_where_no_zone_is_given() -> None:
    assert result("hour(localtime(x))", x=MOMENT) == 17.0


def test_sunday_is_day_zero() -> None:
    sunday = datetime(2020, 11, 15, tzinfo=UTC).timestamp()
    assert result("wday(localtime(x, 'UTC'))", x=sunday) == 0.0


@pytest.mark.parametrize(("name", "region"), sorted(REGIONS.items()))
def test_abbreviations_are_those_of_java(name: str, region: str) -> None:
    assert zone_of(name) == ZoneInfo(region)


@pytest.mark.parametrize(("name", "hours"), sorted(FIXED_HOURS.items()))
def test_three_abbreviations_are_offsets(name: str, hours: int) -> None:
    midnight = datetime(2020, 7, 1, tzinfo=UTC).timestamp()
    assert result(f"mktime('{name}', 2020, 7, 1)") == midnight - hours * 3_600


@pytest.mark.parametrize("name", ["", "Nowhere/Else", "../etc/passwd", "+19", "UTC+1:75", "XYZ"])
def test_there_are_no_other_zones(name: str) -> None:
    assert zone_of(name) is None


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("now()", 5_000.0),
        ("timestamp()", 4_000.0),
        ("timestamp(x)", 3_000.0),
        ("timestamp(pretrigger(x))", 2_000.0),
        ("timestamp(x) - timestamp(pretrigger(x))", 1_000.0),
        ("x.pretrigger().timestamp()", 2_000.0),
        ("timestamp(y)", None),
        ("timestamp(pretrigger(y))", None),
        ("timestamp(x + 1)", None),
    ],
)
def test_times_of_points(formula: str, expected: float | None) -> None:
    given = Given(
        values={"x": Sample(3_000.0, 1.0)},
        earlier={"x": Sample(2_000.0, 0.0)},
        moment=4_000.0,
        clock=5_000.0,
    )
    assert evaluate(parse(formula), given) == expected
