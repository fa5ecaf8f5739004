"""Assets of SiteWise: names and ids, properties, associations, lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID

from tests.integration.services.sitewise_samples import (
    ALARM,
    Item,
    ids_of,
    make_asset,
    make_model,
    measurement,
)
from twin_local.execution.access.calls import Call
from twin_local.execution.access.resources import needs

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


@dataclass(frozen=True)
class Line:
    """A line of two pumps: the ids of models, the hierarchy and assets."""

    line_model: str
    pump_model: str
    hierarchy: str
    line: str
    pumps: tuple[str, str]


@pytest.fixture
def plant(sitewise: IoTSiteWiseClient) -> Line:
    pump = make_model(
        sitewise,
        "pump",
        measurement("flow", unit="m3/h", externalId="flow"),
        assetModelCompositeModels=[ALARM],
    )
    model = make_model(
        sitewise,
        "line",
        assetModelHierarchies=[{"name": "pumps", "childAssetModelId": pump, "externalId": "pumps"}],
    )
    hierarchy = sitewise.describe_asset_model(assetModelId=model)["assetModelHierarchies"][0]
    line = make_asset(sitewise, "L-1", model, assetExternalId="L-1")
    pumps = (make_asset(sitewise, "P-1", pump), make_asset(sitewise, "P-2", pump))
    for one in pumps:
        sitewise.associate_assets(
            assetId="externalId:L-1", hierarchyId="externalId:pumps", childAssetId=one
        )
    return Line(model, pump, hierarchy["id"], line, pumps)


def test_an_asset_has_one_parent_of_the_hierarchy_s_model(
    sitewise: IoTSiteWiseClient, plant: Line
) -> None:
    other = make_asset(sitewise, "L-2", plant.line_model)
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="has the parent L-1"):
        sitewise.associate_assets(
            assetId=other, hierarchyId=plant.hierarchy, childAssetId=plant.pumps[0]
        )
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="not of the model"):
        sitewise.associate_assets(
            assetId=other, hierarchyId=plant.hierarchy, childAssetId=plant.line
        )
    with pytest.raises(sitewise.exceptions.ResourceAlreadyExistsException):
        sitewise.associate_assets(
            assetId=plant.line, hierarchyId=plant.hierarchy, childAssetId=plant.pumps[0]
        )
    with pytest.raises(sitewise.exceptions.ResourceNotFoundException):
        sitewise.disassociate_assets(
            assetId=other, hierarchyId=plant.hierarchy, childAssetId=plant.pumps[0]
        )


def test_an_associated_asset_is_not_deleted(sitewise: IoTSiteWiseClient, plant: Line) -> None:
    for one in (plant.line, plant.pumps[0]):
        with pytest.raises(sitewise.exceptions.ConflictingOperationException, match="associated"):
            sitewise.delete_asset(assetId=one)
    sitewise.disassociate_assets(
        assetId=plant.line, hierarchyId=plant.hierarchy, childAssetId=plant.pumps[0]
    )
    sitewise.delete_asset(assetId=plant.pumps[0])
    with pytest.raises(sitewise.exceptions.ResourceNotFoundException):
        sitewise.describe_asset(assetId=plant.pumps[0])


def test_the_tree_is_walked_both_ways(sitewise: IoTSiteWiseClient, plant: Line) -> None:
    children = sitewise.list_associated_assets(
        assetId=plant.line, hierarchyId="externalId:pumps", traversalDirection="CHILD"
    )
    assert [one["name"] for one in children["assetSummaries"]] == ["P-1", "P-2"]
    parents = sitewise.list_associated_assets(assetId=plant.pumps[1], traversalDirection="PARENT")
    assert [one["id"] for one in parents["assetSummaries"]] == [plant.line]
    to_root = sitewise.list_asset_relationships(
        assetId=plant.pumps[1], traversalType="PATH_TO_ROOT"
    )
    assert to_root["assetRelationshipSummaries"] == [
        {
            "hierarchyInfo": {"parentAssetId": plant.line, "childAssetId": plant.pumps[1]},
            "relationshipType": "HIERARCHY",
        }
    ]
    every = sitewise.list_associated_assets(assetId=plant.line)
    assert every["assetSummaries"] == children["assetSummaries"]
    with pytest.raises(sitewise.exceptions.ResourceNotFoundException, match="no hierarchy"):
        sitewise.list_associated_assets(assetId=plant.line, hierarchyId="externalId:none")


def test_assets_are_listed_by_model_or_from_the_top(
    sitewise: IoTSiteWiseClient, plant: Line
) -> None:
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="needs an assetModelId"):
        sitewise.list_assets()
    top = sitewise.list_assets(filter="TOP_LEVEL")["assetSummaries"]
    assert [one["name"] for one in top] == ["L-1"]
    pages = sitewise.get_paginator("list_assets").paginate(
        assetModelId=plant.pump_model, PaginationConfig={"PageSize": 1}
    )
    assert [[one["name"] for one in page["assetSummaries"]] for page in pages] == [["P-1"], ["P-2"]]
    inner = sitewise.list_assets(filter="TOP_LEVEL", assetModelId=plant.pump_model)
    assert inner["assetSummaries"] == []
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="token"):
        sitewise.list_assets(filter="TOP_LEVEL", nextToken="bm9uZQ==")


def test_what_an_update_of_a_property_leaves_out_is_removed(
    sitewise: IoTSiteWiseClient, plant: Line
) -> None:
    pump = plant.pumps[0]
    named = {"assetId": pump, "propertyId": "externalId:flow"}
    sitewise.update_asset_property(
        assetId=pump,
        propertyId="externalId:flow",
        propertyAlias="/flow",
        propertyNotificationState="ENABLED",
        propertyUnit="l/s",
    )
    found = sitewise.describe_asset_property(assetId=pump, propertyId="externalId:flow")
    shown = found["assetProperty"]
    assert (shown["alias"], shown["unit"], shown["notification"]["state"]) == (
        "/flow",
        "l/s",
        "ENABLED",
    )
    sitewise.update_asset_property(assetId=pump, propertyId="externalId:flow")
    shown = sitewise.describe_asset_property(**named)["assetProperty"]
    assert (shown.get("alias"), shown["unit"], shown["notification"]["state"]) == (
        None,
        "m3/h",
        "DISABLED",
    )


def test_properties_of_composites_are_listed_on_request(
    sitewise: IoTSiteWiseClient, plant: Line
) -> None:
    base = sitewise.list_asset_properties(assetId=plant.pumps[0])["assetPropertySummaries"]
    every = sitewise.list_asset_properties(assetId=plant.pumps[0], filter="ALL")
    assert len(base) == 1
    inner = [one["path"][-1]["name"] for one in every["assetPropertySummaries"][1:]]
    assert inner == ["AWS/ALARM_TYPE", "AWS/ALARM_STATE"]
    state = every["assetPropertySummaries"][2]["id"]
    found = sitewise.describe_asset_property(assetId=plant.pumps[0], propertyId=state)
    assert found["compositeModel"]["name"] == "high"
    assert "assetProperty" not in found


def test_names_and_ids_are_taken_once(sitewise: IoTSiteWiseClient, plant: Line) -> None:
    taken: list[Item] = [
        {"assetName": "P-1"},
        {"assetName": "P-3", "assetId": plant.pumps[0]},
        {"assetName": "P-3", "assetExternalId": "L-1"},
    ]
    for given in taken:
        with pytest.raises(sitewise.exceptions.ResourceAlreadyExistsException):
            sitewise.create_asset(assetModelId=plant.pump_model, **given)
    sitewise.update_asset(assetId=plant.pumps[0], assetName="P-1", assetExternalId="P-1")
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="cannot be changed"):
        sitewise.update_asset(assetId=plant.pumps[0], assetName="P-1", assetExternalId="P-9")
    assert sitewise.describe_asset(assetId="externalId:P-1")["assetId"] == plant.pumps[0]
    assert ids_of(sitewise, plant.pump_model)
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="must match"):
        sitewise.create_asset(
            assetModelId=plant.pump_model,
            assetName="P-0",
            assetId="00000000-0000-0000-0000-000000000000",
        )


def test_a_policy_is_about_the_asset_that_an_external_id_names(
    sitewise: IoTSiteWiseClient, plant: Line
) -> None:
    from moto.iotsitewise import iotsitewise_backends  # type: ignore[import-not-found]

    service = iotsitewise_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].service
    assert service.id_of("asset", "externalId:L-1") == plant.line
    assert service.id_of("asset", "externalId:none") == "externalId:none"
    call = Call(
        "iotsitewise",
        "DescribeAsset",
        {"assetId": "externalId:L-1"},
        account=DEFAULT_ACCOUNT_ID,
        region="us-east-1",
    )
    [(action, arn)] = needs(call)
    assert (action, arn.rsplit("/", 1)[1]) == ("iotsitewise:DescribeAsset", plant.line)


def test_an_alias_is_one_property_s_until_that_gives_it_up(
    sitewise: IoTSiteWiseClient, plant: Line
) -> None:
    flow = ids_of(sitewise, plant.pump_model)["flow"]
    first, second = plant.pumps

    def give(asset: str, alias: str) -> None:
        sitewise.update_asset_property(assetId=asset, propertyId=flow, propertyAlias=alias)

    give(first, "/plant/flow")
    give(first, "/plant/flow")
    with pytest.raises(sitewise.exceptions.ResourceAlreadyExistsException, match="of P-1"):
        give(second, "/plant/flow")
    give(first, "/plant/another")
    give(second, "/plant/flow")
    with pytest.raises(sitewise.exceptions.ResourceAlreadyExistsException, match="of P-2"):
        give(first, "/plant/flow")
    sitewise.disassociate_assets(
        assetId=plant.line, hierarchyId=plant.hierarchy, childAssetId=second
    )
    sitewise.delete_asset(assetId=second)
    give(first, "/plant/flow")
