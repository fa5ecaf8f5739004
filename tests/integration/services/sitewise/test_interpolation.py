"""GetInterpolatedAssetPropertyValues: both types, windows, pages and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import Item
from tests.integration.services.sitewise_values import Pump, make_pump

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

LINEAR, LOCF = "LINEAR_INTERPOLATION", "LOCF_INTERPOLATION"


@pytest.fixture
def pump(sitewise: IoTSiteWiseClient) -> Pump:
    return make_pump(sitewise)


@pytest.fixture
def start(set_clock: SetClock) -> int:
    return int(set_clock.time) - 3_600


def _read(pump: Pump, start: int, seconds: int, name: str = "flow", **more: Item) -> Item:
    asked: Item = {
        "startTimeInSeconds": start,
        "endTimeInSeconds": start + seconds,
        "quality": "GOOD",
        "intervalInSeconds": 10,
        "type": LINEAR,
        **more,
    }
    return pump.client.get_interpolated_asset_property_values(propertyAlias=f"/{name}", **asked)


def _pairs(found: Item, start: int) -> list[tuple[int, Item]]:
    return [
        (one["timestamp"]["timeInSeconds"] - start, next(iter(one["value"].values())))
        for one in found["interpolatedAssetPropertyValues"]
    ]


def test_linear_values_lie_on_the_line_from_one_interval_after_the_start(
    pump: Pump, start: int
) -> None:
    pump.put("flow", (start, 0.0), (start + 40, 8.0))
    assert _pairs(_read(pump, start, 40), start) == [(10, 2.0), (20, 4.0), (30, 6.0), (40, 8.0)]


def test_linear_needs_a_value_on_each_side(pump: Pump, start: int) -> None:
    pump.put("flow", (start + 15, 1.0), (start + 25, 2.0))
    assert _pairs(_read(pump, start, 40), start) == [(20, 1.5)]


def test_linear_looks_one_interval_beyond_both_ends(pump: Pump, start: int) -> None:
    pump.put("flow", (start - 10, 0.0), (start + 50, 6.0))
    found = _pairs(_read(pump, start, 40), start)
    assert found == [(10, 2.0), (20, 3.0), (30, 4.0), (40, 5.0)]
    pump.put("count", (start - 11, 0), (start + 51, 6))
    assert _pairs(_read(pump, start, 40, "count"), start) == []


def test_a_gap_wider_than_the_window_has_no_value(pump: Pump, start: int) -> None:
    pump.put("flow", (start, 0.0), (start + 20, 2.0), (start + 90, 9.0))
    found = _read(pump, start, 60, intervalWindowInSeconds=15)
    assert _pairs(found, start) == [(10, 1.0), (20, 2.0)]


def test_the_last_observation_is_carried_forward_for_every_type(pump: Pump, start: int) -> None:
    pump.put("state", (start - 10, "off"), (start + 20, "on"))
    found = _read(pump, start, 30, "state", type=LOCF)
    assert _pairs(found, start) == [(10, "off"), (20, "on"), (30, "on")]
    pump.put("on", (start - 11, True), (start + 15, False))
    assert _pairs(_read(pump, start, 20, "on", type=LOCF), start) == [(20, False)]


def test_only_the_quality_that_is_asked_for_counts(pump: Pump, start: int) -> None:
    pump.put("flow", (start, 0.0), (start + 20, 2.0))
    pump.put("flow", (start + 10, 100.0), quality="BAD")
    assert _pairs(_read(pump, start, 10), start) == [(10, 1.0)]
    bad = _read(pump, start, 10, quality="BAD", type=LOCF)
    assert _pairs(bad, start) == [(10, 100.0)]


def test_pages_have_ten_values(pump: Pump, start: int) -> None:
    pump.put("flow", (start, 0.0), (start + 120, 12.0))
    first = _read(pump, start, 120)
    assert [time for time, _ in _pairs(first, start)] == list(range(10, 101, 10))
    last = _read(pump, start, 120, nextToken=first["nextToken"])
    assert _pairs(last, start) == [(110, 11.0), (120, 12.0)]
    assert "nextToken" not in last


@pytest.mark.parametrize(
    ("name", "more", "message"),
    [
        ("state", {}, "only LOCF"),
        ("flow", {"type": LOCF, "intervalWindowInSeconds": 10}, "for LINEAR"),
        ("flow", {"type": "CUBIC"}, "type"),
        ("flow", {"endTimeInSeconds": 1}, "before"),
        ("flow", {"startTimeInSeconds": 1}, "28 days"),
    ],
)
def test_what_does_not_fit_is_refused(
    pump: Pump, start: int, name: str, more: Item, message: str
) -> None:
    with pytest.raises(pump.client.exceptions.InvalidRequestException, match=message):
        _read(pump, start, 40, name, **more)
