"""Custom composite models, component models and interfaces of SiteWise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.services.sitewise_samples import (
    Item,
    ids_of,
    make_asset,
    make_model,
    measurement,
    transform,
)

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


def add(client: IoTSiteWiseClient, model: str, name: str, *properties: Item, **more: Item) -> str:
    made = client.create_asset_model_composite_model(
        assetModelId=model,
        assetModelCompositeModelName=name,
        assetModelCompositeModelType="CUSTOM",
        assetModelCompositeModelProperties=list(properties),
        **more,
    )
    return made["assetModelCompositeModelId"]


@pytest.fixture
def motor(sitewise: IoTSiteWiseClient) -> str:
    """Return a component with a property, a formula of it, and a bearing within."""
    component = make_model(
        sitewise,
        "motor",
        measurement("current"),
        transform("power", "i * 400", i="current"),
        assetModelType="COMPONENT_MODEL",
    )
    add(sitewise, component, "bearing", measurement("temperature"))
    return component


def test_a_component_brings_its_properties_to_each_use(
    sitewise: IoTSiteWiseClient, motor: str
) -> None:
    model = make_model(sitewise, "pump", measurement("flow"))
    every = sitewise.list_asset_models()["assetModelSummaries"]
    assert [one["assetModelType"] for one in every] == ["COMPONENT_MODEL", "ASSET_MODEL"]
    uses = [add(sitewise, model, name, composedAssetModelId=motor) for name in ("left", "right")]
    listed = sitewise.list_asset_model_properties(assetModelId=model, filter="ALL")
    paths = [
        "/".join(step["name"] for step in one["path"])
        for one in listed["assetModelPropertySummaries"]
    ]
    assert sorted(paths) == [
        "pump/flow",
        "pump/left/bearing/temperature",
        "pump/left/current",
        "pump/left/power",
        "pump/right/bearing/temperature",
        "pump/right/current",
        "pump/right/power",
    ]
    related = sitewise.list_composition_relationships(assetModelId=motor)
    found = [
        one["assetModelCompositeModelId"] for one in related["compositionRelationshipSummaries"]
    ]
    assert sorted(found) == sorted(uses)
    with pytest.raises(sitewise.exceptions.ConflictingOperationException):
        sitewise.delete_asset_model(assetModelId=motor)


def test_formulas_of_a_component_compute_in_each_asset(
    sitewise: IoTSiteWiseClient, motor: str
) -> None:
    model = make_model(sitewise, "pump")
    left = add(sitewise, model, "left", composedAssetModelId=motor)
    asset = make_asset(sitewise, "P-1", model)
    shown = sitewise.describe_asset_composite_model(assetId=asset, assetCompositeModelId=left)
    keys = {one["name"]: one["id"] for one in shown["assetCompositeModelProperties"]}
    assert [one["name"] for one in shown["assetCompositeModelSummaries"]] == ["bearing"]
    when = sitewise.describe_asset(assetId=asset)["assetCreationDate"].timestamp()
    sitewise.batch_put_asset_property_value(
        entries=[
            {
                "entryId": "e",
                "assetId": asset,
                "propertyId": keys["current"],
                "propertyValues": [
                    {"value": {"doubleValue": 2.0}, "timestamp": {"timeInSeconds": int(when)}}
                ],
            }
        ]
    )
    power = sitewise.get_asset_property_value(assetId=asset, propertyId=keys["power"])
    assert power["propertyValue"]["value"] == {"doubleValue": 800.0}


def test_a_change_of_a_component_reaches_the_models_made_of_it(
    sitewise: IoTSiteWiseClient, motor: str
) -> None:
    model = make_model(sitewise, "pump")
    left = add(sitewise, model, "left", composedAssetModelId=motor)

    def names() -> dict[str, str]:
        shown = sitewise.describe_asset_model_composite_model(
            assetModelId=model, assetModelCompositeModelId=left
        )
        return {
            one["name"]: one["id"]
            for one in shown["assetModelCompositeModelProperties"]
            if "id" in one
        }

    before, own = names(), ids_of(sitewise, motor)
    sitewise.update_asset_model(
        assetModelId=motor,
        assetModelName="motor",
        assetModelProperties=[
            measurement("current", id=own["current"]),
            measurement("speed"),
        ],
    )
    after = names()
    assert set(after) == {"current", "speed"}
    assert after["current"] == before["current"]


def test_a_formula_reaches_into_a_composite_by_its_path(sitewise: IoTSiteWiseClient) -> None:
    model = make_model(sitewise, "pump", measurement("flow"))
    drive = add(sitewise, model, "drive")
    add(
        sitewise,
        model,
        "motor",
        measurement("current"),
        parentAssetModelCompositeModelId=drive,
    )
    flow = {"name": "flow", "id": ids_of(sitewise, model)["flow"], "dataType": "DOUBLE"}
    path = {"propertyPath": [{"name": "drive"}, {"name": "motor"}, {"name": "current"}]}
    properties: list[Item] = [
        {**flow, "type": {"measurement": {}}},
        transform("specific", "i / q", i=path, q="flow"),
    ]
    sitewise.update_asset_model(
        assetModelId=model, assetModelName="pump", assetModelProperties=properties
    )
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="specific"):
        sitewise.delete_asset_model_composite_model(
            assetModelId=model, assetModelCompositeModelId=drive
        )


def test_a_composite_is_inline_or_of_a_component_and_named_once(
    sitewise: IoTSiteWiseClient, motor: str
) -> None:
    model = make_model(sitewise, "pump")
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="not both"):
        add(sitewise, model, "left", measurement("a"), composedAssetModelId=motor)
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="no component"):
        add(sitewise, model, "left", composedAssetModelId=model)
    add(sitewise, model, "left", composedAssetModelId=motor)
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="more than once"):
        add(sitewise, model, "left")
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="contain itself"):
        add(sitewise, motor, "inner", composedAssetModelId=motor)
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="no ASSET_MODEL"):
        make_asset(sitewise, "M-1", motor)
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="CompositeModel"):
        make_model(
            sitewise, "other", assetModelCompositeModels=[{"name": "left", "type": "CUSTOM"}]
        )


def test_an_interface_maps_what_is_there_and_makes_what_is_not(
    sitewise: IoTSiteWiseClient,
) -> None:
    rated = transform("twice", "2 * q", q="flow")
    interface = make_model(
        sitewise, "flowing", measurement("flow"), rated, assetModelType="INTERFACE"
    )
    model = make_model(sitewise, "pump", measurement("flow"))
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="no property for twice"):
        sitewise.put_asset_model_interface_relationship(
            assetModelId=model,
            interfaceAssetModelId=interface,
            propertyMappingConfiguration={"matchByPropertyName": True},
        )
    sitewise.put_asset_model_interface_relationship(
        assetModelId=model,
        interfaceAssetModelId=interface,
        propertyMappingConfiguration={"matchByPropertyName": True, "createMissingProperty": True},
    )
    own, asked = ids_of(sitewise, model), ids_of(sitewise, interface)
    applied = sitewise.describe_asset_model_interface_relationship(
        assetModelId=model, interfaceAssetModelId=interface
    )
    assert {
        one["interfaceAssetModelPropertyId"]: one["assetModelPropertyId"]
        for one in applied["propertyMappings"]
    } == {asked[name]: own[name] for name in ("flow", "twice")}
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="interface"):
        sitewise.update_asset_model(assetModelId=model, assetModelName="pump")
    users = sitewise.list_interface_relationships(interfaceAssetModelId=interface)
    assert users["interfaceRelationshipSummaries"] == [{"id": model}]
    sitewise.delete_asset_model_interface_relationship(
        assetModelId=model, interfaceAssetModelId=interface
    )
    sitewise.delete_asset_model(assetModelId=interface)
