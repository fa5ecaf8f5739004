"""AWS IoT TwinMaker as the embedded AWS serves it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from twin_local import moto_extension

if TYPE_CHECKING:
    from mypy_boto3_iottwinmaker import IoTTwinMakerClient

SITEWISE = "com.amazon.iotsitewise.connector"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[IoTTwinMakerClient]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    moto_extension.install()
    with mock_aws():
        client = boto3.client("iottwinmaker", region_name="us-east-1")
        client.create_workspace(workspaceId="plant")
        client.create_component_type(
            workspaceId="plant",
            componentTypeId="plant.pump",
            propertyDefinitions={
                "maker": {"dataType": {"type": "STRING"}, "isRequiredInEntity": True},
                "level": {
                    "dataType": {"type": "STRING"},
                    "defaultValue": {"stringValue": "unit"},
                },
            },
        )
        yield client


def make_pump(client: IoTTwinMakerClient, name: str, parent: str = "$ROOT") -> None:
    client.create_entity(
        workspaceId="plant",
        entityId=name,
        entityName=name,
        parentEntityId=parent,
        components={
            "equipment": {
                "componentTypeId": "plant.pump",
                "properties": {"maker": {"value": {"stringValue": "ACME"}}},
            }
        },
    )


def test_an_entity_has_the_values_and_defaults_of_its_components(
    client: IoTTwinMakerClient,
) -> None:
    make_pump(client, "P-1")
    answer = client.get_property_value(
        workspaceId="plant",
        entityId="P-1",
        componentName="equipment",
        selectedProperties=["maker", "level"],
    )
    values = {key: one["propertyValue"] for key, one in answer["propertyValues"].items()}
    assert values == {"maker": {"stringValue": "ACME"}, "level": {"stringValue": "unit"}}


def test_a_required_property_must_be_given(client: IoTTwinMakerClient) -> None:
    with pytest.raises(client.exceptions.ValidationException, match="needs maker"):
        client.create_entity(
            workspaceId="plant",
            entityName="P-1",
            components={"equipment": {"componentTypeId": "plant.pump"}},
        )


def test_an_entity_with_children_goes_only_with_them(client: IoTTwinMakerClient) -> None:
    make_pump(client, "P-1")
    make_pump(client, "P-2", parent="P-1")
    with pytest.raises(client.exceptions.ValidationException, match="has children"):
        client.delete_entity(workspaceId="plant", entityId="P-1")
    client.delete_entity(workspaceId="plant", entityId="P-1", isRecursive=True)
    assert client.list_entities(workspaceId="plant")["entitySummaries"] == []


def test_entities_are_listed_by_parent_page_by_page(client: IoTTwinMakerClient) -> None:
    make_pump(client, "P-1")
    for number in range(2, 5):
        make_pump(client, f"P-{number}", parent="P-1")
    first = client.list_entities(
        workspaceId="plant", filters=[{"parentEntityId": "P-1"}], maxResults=2
    )
    second = client.list_entities(
        workspaceId="plant",
        filters=[{"parentEntityId": "P-1"}],
        maxResults=2,
        nextToken=first["nextToken"],
    )
    found = [one["entityId"] for one in first["entitySummaries"] + second["entitySummaries"]]
    assert found == ["P-2", "P-3", "P-4"]
    assert "nextToken" not in second


def test_the_sitewise_connector_reads_the_asset_s_latest_value(
    client: IoTTwinMakerClient,
) -> None:
    sitewise = boto3.client("iotsitewise", region_name="us-east-1")
    model = sitewise.create_asset_model(
        assetModelName="pump",
        assetModelProperties=[{"name": "flow", "dataType": "DOUBLE", "type": {"measurement": {}}}],
    )["assetModelId"]
    asset = sitewise.create_asset(assetName="P-1", assetModelId=model)["assetId"]
    (flow,) = sitewise.describe_asset(assetId=asset)["assetProperties"]
    sitewise.batch_put_asset_property_value(
        entries=[
            {
                "entryId": "e",
                "assetId": asset,
                "propertyId": flow["id"],
                "propertyValues": [
                    {
                        "value": {"doubleValue": 4.5},
                        "timestamp": {"timeInSeconds": int(time.time())},
                    }
                ],
            }
        ]
    )
    client.create_entity(
        workspaceId="plant",
        entityId="P-1",
        entityName="P-1",
        components={
            "telemetry": {
                "componentTypeId": SITEWISE,
                "properties": {
                    "sitewiseAssetId": {"value": {"stringValue": asset}},
                    "sitewiseAssetModelId": {"value": {"stringValue": model}},
                },
            }
        },
    )
    answer = client.get_property_value(
        workspaceId="plant",
        entityId="P-1",
        componentName="telemetry",
        selectedProperties=["flow"],
    )
    assert answer["propertyValues"]["flow"]["propertyValue"] == {"doubleValue": 4.5}


def test_a_component_type_in_use_stays(client: IoTTwinMakerClient) -> None:
    make_pump(client, "P-1")
    with pytest.raises(client.exceptions.ConflictException):
        client.delete_component_type(workspaceId="plant", componentTypeId="plant.pump")
