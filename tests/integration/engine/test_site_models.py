"""The models of a whole site, as CDK synthesizes them: parts, interfaces, child assets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from aws_cdk import App, Stack

from tests.integration.engine.conftest import Deploy
from tests.unit.definition.plant import with_everything
from twin.compile import compile_sitewise
from twin.definition import load_site
from twin_constructs.iot.asset_catalogue import AssetCatalogue
from twin_local.engine.engine import Engine

Template = dict[str, Any]
Content = dict[str, Any]
DEMO = Path(__file__).resolve().parents[3] / "sites" / "demo.yaml"
Resources = Callable[[Content], Template]


@pytest.fixture
def plant() -> Content:
    return with_everything(yaml.safe_load(DEMO.read_text(encoding="utf-8")))


@pytest.fixture
def resources(tmp_path: Path) -> Resources:
    """Return the resources that CDK makes of a site file: models, and assets without parts."""

    def synthesize(content: Content) -> Template:
        path = tmp_path / "site.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
        plan = compile_sitewise(load_site(path))
        app = App(outdir=str(tmp_path / "cdk.out"), analytics_reporting=False)
        stack = Stack(app, "Models")
        AssetCatalogue(stack, "Assets", site="demo", plan=plan, with_instances=not plan.components)
        file = Path(app.synth().directory) / "Models.template.json"
        found: Template = json.loads(file.read_text(encoding="utf-8"))["Resources"]
        return found

    return synthesize


def call(engine: Engine, operation: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON
    return engine.clients.call("iotsitewise", operation, parameters)


def described(engine: Engine, kind: str, name: str) -> Any:  # noqa: ANN401 - JSON
    return call(engine, "DescribeAssetModel", assetModelId=f"externalId:demo.{kind}.{name}")


def property_of(model: Any, name: str) -> Any:  # noqa: ANN401 - JSON
    return next(one for one in model["assetModelProperties"] if one["name"] == name)


def test_a_site_with_everything_has_its_models(
    plant: Content, resources: Resources, deploy: Deploy, engine: Engine
) -> None:
    deploy(resources(plant))
    component, pump = described(engine, "component", "bearing"), described(engine, "type", "pump")
    assert component["assetModelType"] == "COMPONENT_MODEL"
    parts = {one["name"]: one for one in pump["assetModelCompositeModelSummaries"]}
    assert {"drive_end", "far_end"} <= set(parts)
    part = call(
        engine,
        "DescribeAssetModelCompositeModel",
        assetModelId=pump["assetModelId"],
        assetModelCompositeModelId="externalId:part.drive_end",
    )
    relationship = part["compositionDetails"]["compositionRelationship"]
    assert relationship == [{"id": component["assetModelId"]}]
    ids = {one["name"]: one["id"] for one in part["assetModelCompositeModelProperties"]}
    assert set(ids) == {"limit", "temperature", "margin"}
    variables = property_of(pump, "warmer")["type"]["transform"]["variables"]
    assert variables[0]["value"]["propertyId"] == ids["temperature"]
    _check_interface(engine, pump)
    _check_total(engine, pump)


def _check_interface(engine: Engine, pump: Any) -> None:  # noqa: ANN401 - JSON
    interface = described(engine, "interface", "rotating_machine")
    assert interface["assetModelType"] == "INTERFACE"
    applied = call(
        engine,
        "DescribeAssetModelInterfaceRelationship",
        assetModelId=pump["assetModelId"],
        interfaceAssetModelId=interface["assetModelId"],
    )
    assert {
        (one["interfaceAssetModelPropertyId"], one["assetModelPropertyId"])
        for one in applied["propertyMappings"]
    } == {
        (one["id"], property_of(pump, one["name"])["id"])
        for one in interface["assetModelProperties"]
    }


def _check_total(engine: Engine, pump: Any) -> None:  # noqa: ANN401 - JSON
    station = described(engine, "type", "station")
    metric = property_of(station, "total_power")["type"]["metric"]
    hierarchy = next(one for one in station["assetModelHierarchies"] if one["name"] == "has pump")
    assert hierarchy["childAssetModelId"] == pump["assetModelId"]
    (variable,) = metric["variables"]
    assert variable["value"]["propertyId"] == property_of(pump, "power")["id"]
    assert variable["value"]["hierarchyId"] == hierarchy["id"]
    assert metric["window"]["tumbling"] == {"interval": "5m", "offset": "06:00:00"}


def test_a_part_may_come_and_go_while_all_else_keeps_its_id(
    plant: Content, resources: Resources, deploy: Deploy, engine: Engine
) -> None:
    plant["name"] = "moving"
    pump_type = plant["twin"]["types"]["pump"]

    def pump() -> Any:  # noqa: ANN401 - JSON
        return call(engine, "DescribeAssetModel", assetModelId="externalId:moving.type.pump")

    deploy(resources(plant))
    before = pump()
    pump_type["components"]["seal_side"] = "bearing"
    del pump_type["components"]["far_end"], pump_type["transforms"]["warmer"]
    pump_type["transforms"]["hotter"] = {
        "unit": "K",
        "formula": "drive_end_temperature - seal_side_temperature",
    }
    deploy(resources(plant))
    after = pump()
    parts = {one["name"] for one in after["assetModelCompositeModelSummaries"]}
    assert {"drive_end", "seal_side"} <= parts
    assert "far_end" not in parts
    assert property_of(after, "speed")["id"] == property_of(before, "speed")["id"]
    assert property_of(after, "hotter")["type"]["transform"]["expression"]


def test_a_renamed_asset_is_the_same_asset_under_another_alias(
    plant: Content, resources: Resources, deploy: Deploy, engine: Engine
) -> None:
    plant["name"] = "renaming"
    del plant["twin"]["types"]["pump"]["components"]
    del plant["twin"]["types"]["pump"]["transforms"]["warmer"]
    assets = plant["twin"]["assets"]
    renamed = assets.pop("P-102")
    assets["P-1"] = {key: one for key, one in renamed.items() if key != "renamed_from"}
    deploy(resources(plant))
    asset_id = "externalId:renaming.P-1"
    before = call(engine, "DescribeAsset", assetId=asset_id)
    del assets["P-1"]
    assets["P-102"] = renamed
    deploy(resources(plant))
    after = call(engine, "DescribeAsset", assetId=asset_id)
    assert after["assetId"] == before["assetId"]
    assert (before["assetName"], after["assetName"]) == ("renaming P-1", "renaming P-102")
    aliases = {one["name"]: one["alias"] for one in after["assetProperties"]}
    assert aliases["speed"] == "/renaming/P-102/speed"
