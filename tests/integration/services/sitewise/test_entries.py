"""BatchPutAssetPropertyValue: what of a request and of an entry is stored when not all may be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import Item
from tests.integration.services.sitewise_values import Pump, entry, make_pump, value

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

OLDEST, NEWEST = 7 * 86_400, 600


@pytest.fixture
def pump(sitewise: IoTSiteWiseClient) -> Pump:
    return make_pump(sitewise)


def _double(time: float, number: float = 1.0, quality: str = "GOOD") -> Item:
    return value(time, {"doubleValue": number}, quality)


def _codes(errors: Item) -> list[tuple[str, str]]:
    return [(one["entryId"], each["errorCode"]) for one in errors for each in one["errors"]]


def _history(pump: Pump, name: str = "flow", quality: Item = "GOOD") -> list[Item]:
    found: Item = pump.client.get_asset_property_value_history(
        propertyAlias=f"/{name}", qualities=[quality], maxResults=100
    )
    return [one["value"] for one in found["assetPropertyValueHistory"]]


def test_the_window_of_times_is_inclusive_at_both_ends(pump: Pump, set_clock: SetClock) -> None:
    now = set_clock.time
    assert pump.send(entry("/flow", _double(now - OLDEST), _double(now + NEWEST))) == []
    for time in (now - OLDEST - 0.001, now + NEWEST + 0.001):
        (error,) = pump.send(entry("/flow", _double(time)))
        assert error["errors"][0]["errorCode"] == "TimestampOutOfRangeException"
        assert error["errors"][0]["timestamps"] == [_double(time)["timestamp"]]


@pytest.mark.parametrize("partial", [True, False])
def test_of_an_entry_with_a_bad_value_the_good_ones_are_stored_where_that_is_asked(
    pump: Pump, set_clock: SetClock, *, partial: bool
) -> None:
    now = set_clock.time
    mixed = entry("/flow", _double(now, 1.0), _double(now - 1, 1e11), _double(now + 601))
    errors = pump.send(mixed, entry("/flow", _double(now - 2, 7.0), key="2"), partial=partial)
    assert set(_codes(errors)) == {
        ("1", "InvalidRequestException"),
        ("1", "TimestampOutOfRangeException"),
    }
    stored = [one["doubleValue"] for one in _history(pump)]
    assert stored == ([7.0, 1.0] if partial else [7.0])


def test_null_and_nan_are_refused_where_the_account_disallows_them(
    pump: Pump, set_clock: SetClock
) -> None:
    pump.client.put_storage_configuration(
        storageType="SITEWISE_DEFAULT_STORAGE", disallowIngestNullNaN=True
    )
    null = {"nullValue": {"valueType": "D"}}
    for refused in (value(set_clock.time, null, "BAD"), _double(set_clock.time, math.nan)):
        assert _codes(pump.send(entry("/flow", refused))) == [("1", "InvalidRequestException")]


def test_the_same_time_and_quality_overwrites(pump: Pump, set_clock: SetClock) -> None:
    now = set_clock.time
    assert pump.send(entry("/flow", _double(now, 1.0), _double(now, 2.0, "BAD"))) == []
    assert pump.send(entry("/flow", _double(now, 3.0))) == []
    assert _history(pump) == [{"doubleValue": 3.0}]
    assert _history(pump, quality="BAD") == [{"doubleValue": 2.0}]


def test_a_request_has_ten_entries_and_an_entry_ten_values(pump: Pump, set_clock: SetClock) -> None:
    now = set_clock.time
    eleven = [_double(now - n) for n in range(11)]
    assert _codes(pump.send(entry("/flow", *eleven))) == [("1", "InvalidRequestException")]
    entries = [entry("/flow", one, key=str(n)) for n, one in enumerate(eleven)]
    with pytest.raises(pump.client.exceptions.InvalidRequestException, match="at most 10"):
        pump.send(*entries)
    with pytest.raises(pump.client.exceptions.InvalidRequestException, match="unique"):
        pump.send(entries[0], entries[0])
    assert pump.send(*entries[:10]) == []
