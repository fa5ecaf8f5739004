"""BatchPutAssetPropertyValue: every refusal of an entry, and what of it is stored."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import Item
from tests.integration.services.sitewise_values import Pump, entry, make_pump, value
from twin_local.services.settings import SETTINGS

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


@pytest.mark.parametrize(
    ("alias", "variant", "quality"),
    [
        ("/flow", {"integerValue": 1}, "GOOD"),
        ("/flow", {"integerValue": 1, "doubleValue": 1.0}, "GOOD"),
        ("/flow", {}, "GOOD"),
        ("/flow", {"doubleValue": math.inf}, "GOOD"),
        ("/flow", {"nullValue": {"valueType": "D"}}, "GOOD"),
        ("/flow", {"nullValue": {"valueType": "S"}}, "BAD"),
        ("/state", {"stringValue": "x" * 1_025}, "GOOD"),
        ("/mean", {"doubleValue": 1.0}, "GOOD"),
    ],
)
def test_a_value_that_the_property_does_not_take_is_refused(
    pump: Pump, set_clock: SetClock, alias: str, variant: Item, quality: str
) -> None:
    errors = pump.send(entry(alias, value(set_clock.time, variant, quality)))
    assert _codes(errors) == [("1", "InvalidRequestException")]


def test_a_property_that_is_not_there_is_an_error_of_its_entry(
    pump: Pump, set_clock: SetClock
) -> None:
    errors = pump.send(
        entry("/none", _double(set_clock.time)), entry("/flow", _double(set_clock.time), key="2")
    )
    assert _codes(errors) == [("1", "ResourceNotFoundException")]
    assert len(_history(pump)) == 1


def test_null_and_nan_are_kept_as_such(pump: Pump, set_clock: SetClock) -> None:
    now = set_clock.time
    null = {"nullValue": {"valueType": "D"}}
    assert pump.send(entry("/flow", value(now, null, "BAD"), _double(now - 1, math.nan))) == []
    assert _history(pump, quality="BAD") == [null]
    (found,) = _history(pump)
    assert math.isnan(found["doubleValue"])


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


def test_a_second_takes_ten_values_of_a_quality(pump: Pump, set_clock: SetClock) -> None:
    now = set_clock.time - 60
    assert pump.send(entry("/flow", *(_double(now + n / 10, n) for n in range(10)))) == []
    (error,) = pump.send(entry("/flow", _double(now + 0.95), _double(now + 1)), partial=True)
    (problem,) = error["errors"]
    assert problem["errorCode"] == "ThrottlingException"
    assert problem["timestamps"] == [_double(now + 0.95)["timestamp"]]
    assert len(_history(pump)) == 11
    again = entry("/flow", _double(now + 0.9, 99.0), _double(now + 0.95, 1.0, "BAD"))
    assert pump.send(again) == []


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


def test_a_property_takes_ten_entries_per_second_where_rates_are_on(
    pump: Pump, set_clock: SetClock
) -> None:
    SETTINGS.throttles = True
    now = set_clock.time
    assert pump.send(*(entry("/flow", _double(now - n), key=str(n)) for n in range(10))) == []
    assert _codes(pump.send(entry("/flow", _double(now)))) == [("1", "ThrottlingException")]
    set_clock.time += 1
    assert pump.send(entry("/flow", _double(now))) == []


def test_the_account_has_a_rate_of_values_where_rates_are_on(
    pump: Pump, set_clock: SetClock
) -> None:
    SETTINGS.throttles = True
    SETTINGS.quotas = {"values_per_second": 3}
    once = boto3.client(
        "iotsitewise", region_name="us-east-1", config=Config(retries={"total_max_attempts": 1})
    )
    written: Item = [entry("/flow", *(_double(set_clock.time - n) for n in range(2)))]
    once.batch_put_asset_property_value(entries=written)
    with pytest.raises(once.exceptions.ThrottlingException) as caught:
        once.batch_put_asset_property_value(entries=written)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
    set_clock.time += 1
    once.batch_put_asset_property_value(entries=written)
