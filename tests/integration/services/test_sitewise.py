"""AWS IoT SiteWise as the embedded AWS serves it, asked with plain boto3: what has no other place.

Values, reads, windows and time series are in `sitewise/`; models, assets and states beside here.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import make_model, measurement, transform
from tests.integration.services.sitewise_values import Pump, make_pump
from twin_local.execution import iot_bus

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


@pytest.fixture
def pump(sitewise: IoTSiteWiseClient) -> Pump:
    return make_pump(sitewise)


def test_an_attribute_has_its_default_which_is_as_old_as_its_asset(
    pump: Pump, set_clock: SetClock
) -> None:
    created = pump.client.describe_asset(assetId=pump.asset)["assetCreationDate"].timestamp()
    set_clock.time += 3600
    found = pump.client.get_asset_property_value(propertyAlias="/rated")["propertyValue"]
    assert found["value"] == {"doubleValue": 40.0}
    assert found["timestamp"]["timeInSeconds"] == int(created)


def test_new_values_are_announced_with_the_documented_payload(
    pump: Pump, set_clock: SetClock
) -> None:
    flow = pump.properties["flow"]
    pump.client.update_asset_property(
        assetId=pump.asset,
        propertyId=flow,
        propertyAlias="/flow",
        propertyNotificationState="ENABLED",
    )
    heard: list[iot_bus.Message] = []
    subscription = iot_bus.subscribe("$aws/sitewise/#", heard.append)
    pump.put("flow", (set_clock.time, 7.0))
    deadline = time.monotonic() + 5
    while not heard and time.monotonic() < deadline:
        time.sleep(0.01)
    subscription.close()
    assert heard[0].topic == (
        f"$aws/sitewise/asset-models/{pump.model}/assets/{pump.asset}/properties/{flow}"
    )
    stamp = {"timeInSeconds": int(set_clock.time), "offsetInNanos": 0}
    value = {"value": {"doubleValue": 7.0}, "timestamp": stamp, "quality": "GOOD"}
    assert json.loads(heard[0].payload) == {
        "type": "PropertyValueUpdate",
        "payload": {"assetId": pump.asset, "propertyId": flow, "values": [value]},
    }


def test_constraints_of_the_model_are_checked_by_the_service(sitewise: IoTSiteWiseClient) -> None:
    with pytest.raises(ClientError, match="must match"):
        sitewise.create_asset_model(assetModelName="line\nbreak")


def test_an_expression_that_uses_an_undeclared_variable_is_refused(
    sitewise: IoTSiteWiseClient,
) -> None:
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="no variable declares"):
        make_model(sitewise, "pump", measurement("a"), transform("b", "a + c", a="a"))


def test_an_alias_belongs_to_one_property(pump: Pump) -> None:
    with pytest.raises(pump.client.exceptions.ResourceAlreadyExistsException):
        pump.client.update_asset_property(
            assetId=pump.asset, propertyId=pump.properties["state"], propertyAlias="/flow"
        )


def test_a_model_in_use_cannot_be_deleted(pump: Pump) -> None:
    with pytest.raises(pump.client.exceptions.ConflictingOperationException):
        pump.client.delete_asset_model(assetModelId=pump.model)


def test_an_operation_that_is_missing_says_so(sitewise: IoTSiteWiseClient) -> None:
    with pytest.raises(ClientError, match="NotImplemented"):
        sitewise.list_gateways()
