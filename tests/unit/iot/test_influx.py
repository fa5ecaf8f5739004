"""Notifications to the site's InfluxDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from iot_influx import handler as entry
from iot_runtime import notification
from twin.connectors.connector import Site
from twin.definition.influxdb import InfluxdbOptions, InfluxdbTarget
from twin_runtime.site import site

if TYPE_CHECKING:
    from tests.unit.iot.conftest import Plant

CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 90_000)
START = 1_790_000_000


@pytest.fixture
def written(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the lines of each request."""
    notification.alias_of.cache_clear()
    plant.sitewise.aliases["asset", "vibration"] = "/demo/P-101/vibration"
    plant.sitewise.aliases["asset", "foreign"] = "/other/P-101/vibration"
    plant.sitewise.aliases["asset", "stray"] = None
    options = InfluxdbOptions(
        endpoint="https://influx.example.com",
        database="plant",
        token_secret="plant/reader",
        target=InfluxdbTarget(token_secret="plant/writer"),
    )
    known = Site(site(), options.model_dump(mode="json"))
    found: list[list[str]] = []

    def deliver(_http: object, told: Mapping[str, Any], lines: Sequence[str], _: object) -> None:
        assert told == known.options
        found.append(list(lines))

    monkeypatch.setattr(entry, "site_of_connector", lambda: known)
    monkeypatch.setattr(entry, "deliver", deliver)
    return found


def notify(*values: Mapping[str, Any], prop: str = "vibration") -> None:
    told = [
        {
            "timestamp": {"timeInSeconds": START + at, "offsetInNanos": 7},
            "quality": "GOOD",
            "value": value,
        }
        for at, value in enumerate(values)
    ]
    payload = {"assetId": "asset", "propertyId": prop, "values": told}
    entry.handler({"type": "PropertyValueUpdate", "payload": payload}, CONTEXT)


def test_a_whole_number_of_a_double_stays_one(written: list[list[str]]) -> None:
    notify({"doubleValue": 10}, {"doubleValue": 10.5})
    key = "pump,asset=P-101,quality=GOOD"
    assert written == [
        [f"{key} vibration=10.0 {START}000000007", f"{key} vibration=10.5 {START + 1}000000007"]
    ]


def test_what_is_no_value_is_left_out(written: list[list[str]]) -> None:
    notify({"doubleValue": "NaN"}, {"nullValue": {"valueType": "D"}})
    assert written == []
    notify({"doubleValue": "NaN"}, {"doubleValue": 1.5})
    assert [len(lines) for lines in written] == [1]


@pytest.mark.parametrize("prop", ["foreign", "stray"])
def test_what_is_no_signal_of_the_site_is_left_alone(written: list[list[str]], prop: str) -> None:
    notify({"doubleValue": 1.5}, prop=prop)
    assert written == []
