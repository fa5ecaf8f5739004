"""SiteWise in templates: interfaces of models, associations that grow."""

from __future__ import annotations

from typing import Any

from tests.integration.engine.conftest import Deploy
from twin_local.engine.engine import Engine

Template = dict[str, Any]


def resource(kind: str, **properties: object) -> Template:
    return {"Type": f"AWS::IoTSiteWise::{kind}", "Properties": properties}


def measured(name: str, **more: object) -> Template:
    kind = {"TypeName": "Measurement"}
    return {"LogicalId": name, "Name": name, "DataType": "DOUBLE", "Type": kind, **more}


def call(engine: Engine, operation: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON
    return engine.clients.call("iotsitewise", operation, parameters)


def test_a_model_implements_the_interfaces_of_its_template(deploy: Deploy, engine: Engine) -> None:
    mapping = {
        "InterfaceAssetModelPropertyExternalId": "throughput",
        "AssetModelPropertyLogicalId": "flow",
    }
    interface = resource(
        "AssetModel",
        AssetModelName="flowing",
        AssetModelType="INTERFACE",
        AssetModelProperties=[measured("throughput", ExternalId="throughput")],
    )

    def resources(*interfaces: Template) -> Template:
        enforced = {"EnforcedAssetModelInterfaceRelationships": list(interfaces)}
        return {
            "Flowing": interface,
            "Pump": resource(
                "AssetModel",
                AssetModelName="flowing pump",
                AssetModelProperties=[measured("flow")],
                **(enforced if interfaces else {}),
            ),
        }

    ref = {"Ref": "Flowing"}
    out = {"Interface": ref, "Pump": {"Ref": "Pump"}}
    found = deploy(resources({"InterfaceAssetModelId": ref, "PropertyMappings": [mapping]}), out)
    model = call(engine, "DescribeAssetModel", assetModelId=found["Pump"])
    assert model["interfaceDetails"] == [{"id": found["Interface"]}]
    applied = call(
        engine,
        "DescribeAssetModelInterfaceRelationship",
        assetModelId=found["Pump"],
        interfaceAssetModelId=found["Interface"],
    )
    own = model["assetModelProperties"][0]["id"]
    assert [one["assetModelPropertyId"] for one in applied["propertyMappings"]] == [own]
    deploy(resources(), out)
    model = call(engine, "DescribeAssetModel", assetModelId=found["Pump"])
    assert "interfaceDetails" not in model


def test_an_asset_takes_another_child_beside_those_it_has(deploy: Deploy, engine: Engine) -> None:
    def resources(*pumps: str) -> Template:
        model = {"Ref": "PumpModel"}
        children = [{"LogicalId": "pumps", "ChildAssetId": {"Ref": one}} for one in pumps]
        return {
            "PumpModel": resource("AssetModel", AssetModelName="child pump"),
            "LineModel": resource(
                "AssetModel",
                AssetModelName="line of pumps",
                AssetModelHierarchies=[
                    {"LogicalId": "pumps", "Name": "pumps", "ChildAssetModelId": model}
                ],
            ),
            **{one: resource("Asset", AssetName=one, AssetModelId=model) for one in ("P1", "P2")},
            "Line": resource(
                "Asset",
                AssetName="L1",
                AssetModelId={"Ref": "LineModel"},
                AssetHierarchies=children,
            ),
        }

    for pumps in (("P1",), ("P1", "P2"), ("P2",)):
        found = deploy(resources(*pumps), {"Line": {"Ref": "Line"}})
        line = call(engine, "DescribeAsset", assetId=found["Line"])
        listed = call(
            engine,
            "ListAssociatedAssets",
            assetId=found["Line"],
            hierarchyId=line["assetHierarchies"][0]["id"],
        )
        assert [one["name"] for one in listed["assetSummaries"]] == list(pumps)
