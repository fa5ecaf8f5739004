"""Components, interfaces, child variables and renamed assets in SiteWise and in the document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.unit.definition.plant import with_everything
from twin.compile import compile_site, compile_sitewise
from twin.compile.sitewise_plan import (
    AssetModel,
    AttributeValue,
    InterfaceRelationship,
    ModelVariable,
    SiteWiseAsset,
    SiteWisePlan,
)
from twin.definition import SiteDefinition
from twin.site_document import SiteDocument

Content = dict[str, Any]
SiteOf = Callable[[Content], SiteDefinition]


@pytest.fixture
def site(content: Content, site_of: SiteOf) -> SiteDefinition:
    return site_of(with_everything(content))


@pytest.fixture
def plan(site: SiteDefinition) -> SiteWisePlan:
    return compile_sitewise(site)


@pytest.fixture
def document(site: SiteDefinition) -> SiteDocument:
    return compile_site(site)


def model_of(plan: SiteWisePlan, name: str) -> AssetModel:
    return next(one for one in plan.models if one.type == name)


def asset_of(plan: SiteWisePlan, asset_id: str) -> SiteWiseAsset:
    return next(one for one in plan.assets if one.id == asset_id)


def test_a_component_is_a_component_model_with_its_own_names(plan: SiteWisePlan) -> None:
    (bearing,) = plan.components
    assert bearing.model_type == "COMPONENT_MODEL"
    assert bearing.external_id == "demo.component.bearing"
    assert [one.name for one in bearing.properties] == ["limit", "temperature", "margin"]
    margin = bearing.properties[2]
    assert margin.variables == (
        ModelVariable("limit", "limit"),
        ModelVariable("temperature", "temperature"),
    )


def test_a_part_is_a_composite_of_its_component(plan: SiteWisePlan) -> None:
    pump = model_of(plan, "pump")
    assert [(one.name, one.component, one.external_id) for one in pump.parts] == [
        ("drive_end", "bearing", "part.drive_end"),
        ("far_end", "bearing", "part.far_end"),
    ]
    assert not [one for one in pump.properties if one.name.startswith("drive_end_")]
    assert {"drive_end_hot", "far_end_hot"} <= {one.name for one in pump.composites}


def test_a_formula_reaches_the_properties_of_parts_by_their_path(plan: SiteWisePlan) -> None:
    warmer = next(one for one in model_of(plan, "pump").properties if one.name == "warmer")
    assert warmer.variables == (
        ModelVariable(
            "drive_end_temperature",
            "drive_end_temperature",
            path=("drive_end", "temperature"),
        ),
        ModelVariable(
            "far_end_temperature", "far_end_temperature", path=("far_end", "temperature")
        ),
    )


def test_each_property_of_a_part_has_an_alias_and_a_path_instead_of_ids(
    plan: SiteWisePlan,
) -> None:
    of_parts = {one.alias: one for one in asset_of(plan, "P-101").properties if one.path}
    assert len(of_parts) == 6
    assert {one.unit for model in plan.components for one in model.properties} == {None}
    found = of_parts["/demo/P-101/far_end_temperature"]
    assert found.unit == "°C"
    assert (found.path, found.external_id) == (("far_end", "temperature"), None)
    assert found.notification_state == "ENABLED"


def test_properties_and_alarms_of_parts_are_plain_signals_and_alarms(
    document: SiteDocument,
) -> None:
    signal = document.signal_by_alias["/demo/P-101/drive_end_temperature"]
    assert (signal.kind, signal.unit, signal.title) == (
        "measurement",
        "°C",
        "Drive end temperature",
    )
    assert signal.address == "ns=2;s=P-101.drive_end_temperature"
    assert document.signal_by_alias["/demo/P-101/drive_end_limit"].default_value == 90.0
    alarm = document.alarm_by_id["P-101.drive_end_hot"]
    assert alarm.signal == "/demo/P-101/drive_end_temperature"


def test_the_aliases_of_plan_and_document_are_the_same(
    plan: SiteWisePlan, document: SiteDocument
) -> None:
    aliases = [item.alias for asset in plan.assets for item in asset.properties]
    signals = [one.alias for one in document.signals]
    assert sorted(aliases) == sorted([*signals, *(one.state_alias for one in document.alarms)])
    assert len(set(aliases)) == len(aliases)


def test_an_interface_is_a_model_that_the_type_is_held_to(plan: SiteWisePlan) -> None:
    (interface,) = plan.interfaces
    assert interface.model_type == "INTERFACE"
    names = ("speed", "power", "mean_power")
    assert tuple(one.external_id for one in interface.properties) == names
    pump = model_of(plan, "pump")
    mappings = tuple((name, name) for name in names)
    assert pump.interfaces == (InterfaceRelationship("rotating_machine", mappings),)
    mean = next(one for one in pump.properties if one.name == "mean_power")
    assert (mean.type_name, mean.window_interval) == ("Metric", "1h")


def test_a_metric_over_child_assets_goes_through_their_hierarchy(plan: SiteWisePlan) -> None:
    station = model_of(plan, "station")
    total = next(one for one in station.properties if one.name == "total_power")
    assert total.variables == (ModelVariable("powers", "power", "has_pump", "pump"),)
    assert (total.window_interval, total.window_offset) == ("5m", "06:00:00")
    assert "has_pump" in {one.logical_id for one in station.hierarchies}


def test_a_type_without_assets_that_is_aggregated_over_has_a_model(
    content: Content, site_of: SiteOf
) -> None:
    plant = with_everything(content)
    plant["twin"]["types"]["fan"] = {"measurements": {"power": {"unit": "kW"}}}
    variables = plant["twin"]["types"]["station"]["metrics"]["total_power"]["variables"]
    variables["powers"]["child"] = "fan"
    plan = compile_sitewise(site_of(plant))
    names = [one.type for one in plan.models]
    assert names.index("fan") < names.index("station")


def test_values_of_attributes_that_differ_are_in_the_plan(
    plan: SiteWisePlan, document: SiteDocument
) -> None:
    alias = "/demo/P-102/rated_power"
    assert plan.attribute_values == (AttributeValue("P-102", "rated_power", alias, "DOUBLE", 18.5),)
    assert document.signal_by_alias[alias].default_value == 18.5
    assert document.signal_by_alias["/demo/P-101/rated_power"].default_value == 15.0


def test_relations_are_in_the_document(document: SiteDocument) -> None:
    relations = {asset.id: asset.relations for asset in document.assets}
    assert relations["P-101"] == (("feeds", "E-101"), ("feeds", "T-101"))
    assert relations["P-102"] == ()


def test_a_renamed_asset_stays_the_same_in_sitewise(
    plan: SiteWisePlan, content: Content, site_of: SiteOf
) -> None:
    assets = content["twin"]["assets"]
    before = assets.pop("P-102")
    assets["P-1"] = {key: value for key, value in before.items() if key != "renamed_from"}
    first = asset_of(compile_sitewise(site_of(content)), "P-1")
    renamed = asset_of(plan, "P-102")
    assert (renamed.uuid, renamed.external_id, renamed.identity) == (
        first.uuid,
        first.external_id,
        first.identity,
    )
    assert first.properties[0].alias == "/demo/P-1/rated_speed"
    assert renamed.properties[0].alias == "/demo/P-102/rated_speed"


def test_titles_may_change_freely(plan: SiteWisePlan, content: Content, site_of: SiteOf) -> None:
    twin = content["twin"]
    for part in (*twin["types"].values(), *twin["components"].values(), *twin["assets"].values()):
        part["title"] = "Another title"
    twin["types"]["pump"]["measurements"]["speed"]["title"] = "Another title"
    again = compile_sitewise(site_of(content))

    def identities(one: SiteWisePlan) -> list[object]:
        return [
            *((model.id, model.external_id, model.properties) for model in one.all_models),
            *((a.uuid, a.identity, a.external_id, a.name, a.properties) for a in one.assets),
        ]

    assert identities(again) == identities(plan)


def test_ids_are_uuids_that_nothing_else_has(plan: SiteWisePlan) -> None:
    ids = [asset.uuid for asset in plan.assets]
    for model in plan.all_models:
        ids += [model.id, *(one.id for one in model.properties)]
        ids += [one.id for one in model.parts]
        ids += [one.id for one in model.composites]
        ids += [one.id for one in model.hierarchies]
        ids += [one.id for alarm in model.composites for one in alarm.properties]
    assert {UUID(one).version for one in ids} == {5}
    assert len(set(ids)) == len(ids)
