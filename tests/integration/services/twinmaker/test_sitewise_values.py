"""What the connector of SiteWise reads: properties, latest values, and histories page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest

from twin_local.services.settings import configure

if TYPE_CHECKING:
    from mypy_boto3_iottwinmaker import IoTTwinMakerClient

NOW = 1_790_000_000
WHERE: Any = {"workspaceId": "plant", "entityId": "P-1", "componentName": "telemetry"}
SPAN: Any = {"startTime": "2026-09-21T00:00:00Z", "endTime": "2026-09-22T00:00:00Z"}


@pytest.fixture
def asset(client: IoTTwinMakerClient) -> str:
    """Make an asset with a flow and a level, with three values of each, and its entity."""
    configure(state_folder=None, now=lambda: float(NOW))
    sitewise = boto3.client("iotsitewise")
    names = ("flow", "level")
    properties: Any = [
        {"name": name, "dataType": "DOUBLE", "type": {"measurement": {}}} for name in names
    ]
    model = sitewise.create_asset_model(assetModelName="Pump", assetModelProperties=properties)
    model_id = model["assetModelId"]
    asset_id = sitewise.create_asset(assetName="P-1", assetModelId=model_id)["assetId"]
    found = sitewise.describe_asset(assetId=asset_id)["assetProperties"]
    for number, one in enumerate(found):
        points = [
            {
                "value": {"doubleValue": 10.0 * number + step},
                "timestamp": {"timeInSeconds": NOW - 9 + step},
            }
            for step in range(3)
        ]
        entry: Any = {"entryId": "e", "assetId": asset_id, "propertyValues": points}
        entry["propertyId"] = one["id"]
        answer = sitewise.batch_put_asset_property_value(entries=[entry])
        assert answer["errorEntries"] == []
    given = {"sitewiseAssetId": asset_id, "sitewiseAssetModelId": model_id}
    component: Any = {
        "componentTypeId": "com.amazon.iotsitewise.connector",
        "properties": {name: {"value": {"stringValue": one}} for name, one in given.items()},
    }
    client.create_entity(
        workspaceId="plant",
        entityId="P-1",
        entityName="P-1",
        components={"telemetry": component},
    )
    return asset_id


def values(page: Any) -> dict[str, list[float]]:  # noqa: ANN401
    return {
        one["entityPropertyReference"]["propertyName"]: [
            value["value"]["doubleValue"] for value in one["values"]
        ]
        for one in page["propertyValues"]
    }


def test_the_properties_of_the_asset_are_brought_in(client: IoTTwinMakerClient, asset: str) -> None:
    found = client.list_properties(**WHERE)["propertySummaries"]
    imported = {
        one["definition"]["displayName"]: one["propertyName"]
        for one in found
        if one["definition"]["isImported"]
    }
    assert set(imported) == {"flow", "level"}
    answer = client.get_property_value(**WHERE, selectedProperties=list(imported.values()))
    latest = {name: one["propertyValue"] for name, one in answer["propertyValues"].items()}
    assert latest == {
        imported["flow"]: {"doubleValue": 2.0},
        imported["level"]: {"doubleValue": 12.0},
    }


def test_a_history_is_read_page_by_page(client: IoTTwinMakerClient, asset: str) -> None:
    asked: Any = {**WHERE, **SPAN, "selectedProperties": ["flow", "level"], "maxResults": 2}
    pages = [client.get_property_value_history(**asked)]
    while token := pages[-1].get("nextToken"):
        pages.append(client.get_property_value_history(**asked, nextToken=token))
    read: dict[str, list[float]] = {"flow": [], "level": []}
    for page in pages:
        for name, found in values(page).items():
            read[name] += found
    assert read == {"flow": [0.0, 1.0, 2.0], "level": [10.0, 11.0, 12.0]}
    assert len(pages) > 2


def test_a_history_is_ordered_and_filtered(client: IoTTwinMakerClient, asset: str) -> None:
    above: Any = {"propertyName": "flow", "operator": ">=", "value": {"doubleValue": 1.0}}
    page = client.get_property_value_history(
        **WHERE,
        **SPAN,
        selectedProperties=["flow"],
        orderByTime="DESCENDING",
        propertyFilters=[above],
    )
    assert values(page) == {"flow": [2.0, 1.0]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"startTime": None}, "one of startTime"),
        ({"startTime": SPAN["endTime"]}, "not after its start"),
        ({"startTime": "yesterday, at about noon"}, "no ISO 8601 time"),
        ({"nextToken": "nonsense"}, "token"),
        ({"propertyFilters": [{"propertyName": "flow", "operator": "~"}]}, "operator"),
    ],
)
def test_what_is_asked_wrongly(
    client: IoTTwinMakerClient, asset: str, changes: dict[str, Any], message: str
) -> None:
    asked: Any = {**WHERE, **SPAN, "selectedProperties": ["flow"], **changes}
    given = {key: one for key, one in asked.items() if one is not None}
    with pytest.raises(client.exceptions.ValidationException, match=message):
        client.get_property_value_history(**given)


def test_an_asset_that_is_not_there_is_a_failure_of_the_connector(
    client: IoTTwinMakerClient, asset: str
) -> None:
    gone = {"stringValue": "00000000-0000-4000-8000-000000000001"}
    update: Any = {"propertyUpdates": {"sitewiseAssetId": {"value": gone}}}
    client.update_entity(
        workspaceId="plant", entityId="P-1", componentUpdates={"telemetry": update}
    )
    with pytest.raises(client.exceptions.ConnectorFailureException) as caught:
        client.get_property_value(**WHERE, selectedProperties=["flow"])
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 424
