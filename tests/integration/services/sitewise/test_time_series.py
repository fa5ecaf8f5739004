"""Time series and the data streams that no property has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import Item
from tests.integration.services.sitewise_values import Pump, entry, make_pump, value

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

ALIAS = "/line/pressure"


@pytest.fixture
def pump(sitewise: IoTSiteWiseClient) -> Pump:
    pump = make_pump(sitewise)
    sitewise.update_asset_property(assetId=pump.asset, propertyId=pump.properties["flow"])
    return pump


def _enable(pump: Pump) -> None:
    pump.client.put_storage_configuration(
        storageType="SITEWISE_DEFAULT_STORAGE", disassociatedDataStorage="ENABLED"
    )


def _target(pump: Pump, name: str = "flow") -> Item:
    return {"alias": ALIAS, "assetId": pump.asset, "propertyId": pump.properties[name]}


def _stream(pump: Pump, time: float, number: float = 1.0) -> None:
    _enable(pump)
    assert pump.send(entry(ALIAS, value(time, {"doubleValue": number}))) == []


def _listed(pump: Pump, **more: Item) -> list[Item]:
    found: Item = pump.client.list_time_series(**more)
    return list(found["TimeSeriesSummaries"])


def _values(pump: Pump, **named: Item) -> list[float]:
    found: Item = pump.client.get_asset_property_value_history(**named)
    return [one["value"]["doubleValue"] for one in found["assetPropertyValueHistory"]]


def test_an_unknown_alias_is_refused_until_streams_are_enabled(
    pump: Pump, set_clock: SetClock
) -> None:
    written = entry(ALIAS, value(set_clock.time, {"doubleValue": 1.0}))
    (error,) = pump.send(written)
    assert error["errors"][0]["errorCode"] == "ResourceNotFoundException"
    _enable(pump)
    assert pump.send(written) == []
    assert _values(pump, propertyAlias=ALIAS) == [1.0]


def test_a_stream_keeps_the_type_of_its_first_value(pump: Pump, set_clock: SetClock) -> None:
    _stream(pump, set_clock.time)
    (error,) = pump.send(entry(ALIAS, value(set_clock.time, {"stringValue": "a"})))
    assert error["errors"][0]["errorCode"] == "InvalidRequestException"


def test_values_that_are_refused_begin_no_stream(pump: Pump, set_clock: SetClock) -> None:
    _enable(pump)
    (error,) = pump.send(entry(ALIAS, value(set_clock.time + 3_600, {"doubleValue": 1.0})))
    assert error["errors"][0]["errorCode"] == "TimestampOutOfRangeException"
    assert _listed(pump, timeSeriesType="DISASSOCIATED") == []


def test_time_series_are_listed_by_kind_alias_and_asset(pump: Pump, set_clock: SetClock) -> None:
    _stream(pump, set_clock.time)
    (stream,) = _listed(pump, timeSeriesType="DISASSOCIATED")
    assert (stream["alias"], stream["dataType"]) == (ALIAS, "DOUBLE")
    assert "assetId" not in stream
    assert _listed(pump, aliasPrefix="/line") == [stream]
    associated = _listed(pump, timeSeriesType="ASSOCIATED")
    assert {one["propertyId"] for one in associated} == set(pump.properties.values())
    assert _listed(pump, assetId=pump.asset) == associated
    pages = pump.client.get_paginator("list_time_series").paginate(PaginationConfig={"PageSize": 3})
    counts = [len(page["TimeSeriesSummaries"]) for page in pages]
    assert counts == [3, 3, 1]
    with pytest.raises(pump.client.exceptions.InvalidRequestException):
        _listed(pump, assetId=pump.asset, timeSeriesType="DISASSOCIATED")


def test_a_time_series_is_described_by_alias_or_property(pump: Pump, set_clock: SetClock) -> None:
    _stream(pump, set_clock.time)
    found = pump.client.describe_time_series(alias=ALIAS)
    assert found["timeSeriesArn"].endswith(f":time-series/{found['timeSeriesId']}")
    target = _target(pump)
    del target["alias"]
    assert pump.client.describe_time_series(**target)["assetId"] == pump.asset
    with pytest.raises(pump.client.exceptions.InvalidRequestException):
        pump.client.describe_time_series(alias=ALIAS, **target)
    with pytest.raises(pump.client.exceptions.ResourceNotFoundException):
        pump.client.describe_time_series(alias="/none")


def test_an_association_keeps_the_history_of_the_stream(pump: Pump, set_clock: SetClock) -> None:
    _stream(pump, set_clock.time - 60, 4.0)
    pump.client.associate_time_series_to_asset_property(**_target(pump))
    named = {"assetId": pump.asset, "propertyId": pump.properties["flow"]}
    assert _values(pump, **named) == _values(pump, propertyAlias=ALIAS) == [4.0]
    assert _listed(pump, timeSeriesType="DISASSOCIATED") == []
    assert pump.send(entry(ALIAS, value(set_clock.time, {"doubleValue": 5.0}))) == []
    assert _values(pump, **named) == [4.0, 5.0]


def test_an_alias_given_to_a_property_takes_the_stream_of_it(
    pump: Pump, set_clock: SetClock
) -> None:
    _stream(pump, set_clock.time, 4.0)
    named: Item = {"assetId": pump.asset, "propertyId": pump.properties["flow"]}
    pump.client.update_asset_property(propertyAlias=ALIAS, **named)
    assert _values(pump, **named) == [4.0]
    assert _listed(pump, timeSeriesType="DISASSOCIATED") == []


@pytest.mark.parametrize("name", ["state", "mean", "count"])
def test_an_association_that_does_not_fit_is_refused(
    pump: Pump, set_clock: SetClock, name: str
) -> None:
    _stream(pump, set_clock.time)
    pump.client.update_asset_property(assetId=pump.asset, propertyId=pump.properties[name])
    with pytest.raises(pump.client.exceptions.InvalidRequestException, match=name):
        pump.client.associate_time_series_to_asset_property(**_target(pump, name))
    with pytest.raises(pump.client.exceptions.ResourceNotFoundException):
        pump.client.associate_time_series_to_asset_property(**{**_target(pump), "alias": "/none"})


def test_a_property_has_one_time_series(pump: Pump, set_clock: SetClock) -> None:
    _stream(pump, set_clock.time)
    with pytest.raises(pump.client.exceptions.ConflictingOperationException) as caught:
        pump.client.associate_time_series_to_asset_property(**_target(pump, "rated"))
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409


def test_what_is_disassociated_is_a_stream_again(pump: Pump, set_clock: SetClock) -> None:
    _stream(pump, set_clock.time, 4.0)
    pump.client.associate_time_series_to_asset_property(**_target(pump))
    pump.client.disassociate_time_series_from_asset_property(**_target(pump))
    assert [one["alias"] for one in _listed(pump, timeSeriesType="DISASSOCIATED")] == [ALIAS]
    assert _values(pump, propertyAlias=ALIAS) == [4.0]
    assert _values(pump, assetId=pump.asset, propertyId=pump.properties["flow"]) == []
    with pytest.raises(pump.client.exceptions.ResourceNotFoundException):
        pump.client.disassociate_time_series_from_asset_property(**_target(pump))


def test_a_deleted_stream_is_gone_and_a_property_loses_its_values(
    pump: Pump, set_clock: SetClock
) -> None:
    _stream(pump, set_clock.time)
    pump.client.delete_time_series(alias=ALIAS)
    with pytest.raises(pump.client.exceptions.ResourceNotFoundException):
        pump.client.describe_time_series(alias=ALIAS)
    pump.put("count", (set_clock.time, 1))
    pump.client.delete_time_series(alias="/count")
    named = {"assetId": pump.asset, "propertyId": pump.properties["count"]}
    assert "propertyValue" not in pump.client.get_asset_property_value(**named)
    assert "alias" not in pump.client.describe_time_series(**named)
