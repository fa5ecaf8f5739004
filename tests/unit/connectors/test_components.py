"""Component types and components of connectors: what TwinMaker takes, and nothing that clashes."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from twin.compile import compile_twinmaker
from twin.compile.connectors import ConnectorPlan, compile_connectors
from twin.connectors.connector import component_type_id
from twin.definition import SiteDefinition
from twin.definition.influxdb import InfluxdbOptions
from twin.definition.site import Features

INFLUXDB = InfluxdbOptions(
    endpoint="https://influx.example.com", database="plant", token_secret="plant/influxdb"
)


@pytest.fixture(scope="module")
def plans(definition: SiteDefinition) -> tuple[ConnectorPlan, ...]:
    features = definition.features.model_copy(update={"influxdb": INFLUXDB})
    return compile_connectors(definition.model_copy(update={"features": features}))


def test_every_alarm_model_and_measured_asset_has_its_component(
    plans: tuple[ConnectorPlan, ...], definition: SiteDefinition
) -> None:
    found = {plan.connector.name: plan.components for plan in plans}
    document = plans[0].site.document
    keys = {name: [dict(one.values) for one in components] for name, components in found.items()}
    assert [one["alarm_key"] for one in keys["alarms"]] == [one.id for one in document.alarms]
    assert [one["model_key"] for one in keys["simulation"]] == [one.id for one in document.models]
    assert [one["series_key"] for one in keys["influxdb"]] == [
        asset for asset, one in definition.twin.assets.items()
    ]


def test_names_ids_and_values_are_within_the_limits(plans: tuple[ConnectorPlan, ...]) -> None:
    for plan in plans:
        for kind in plan.kinds:
            assert re.fullmatch(r"[a-zA-Z_.\-0-9:]{1,256}", component_type_id("demo", kind.name))
            assert all(re.fullmatch(r"[a-zA-Z_\-0-9]+", one.name) for one in kind.properties)
        for component in plan.components:
            assert re.fullmatch(r"[a-zA-Z_\-0-9]+", component.name)
            assert all(0 < len(text) <= 256 for _, text in component.values)


def test_nothing_is_there_twice(
    plans: tuple[ConnectorPlan, ...], definition: SiteDefinition
) -> None:
    ids = [component_type_id("demo", kind.name) for plan in plans for kind in plan.kinds]
    ids += [one.component_type_id for one in compile_twinmaker(definition).component_types]
    assert len(ids) == len(set(ids))
    components = Counter((one.asset, one.name) for plan in plans for one in plan.components)
    assert components.most_common(1)[0][1] == 1


def test_components_state_what_their_types_have(plans: tuple[ConnectorPlan, ...]) -> None:
    for plan in plans:
        kinds = {kind.name: kind for kind in plan.kinds}
        base = plan.kinds[0]
        static = {one.name for one in base.properties if one.kind == "static"}
        for component in plan.components:
            assert component.kind in kinds
            assert plan.connector.key_property in dict(component.values)
            assert {name for name, _ in component.values} - static <= {"alarm_key"}


def test_a_feature_that_is_switched_off_has_no_connector(definition: SiteDefinition) -> None:
    off = definition.model_copy(update={"features": Features(simulation=False)})
    assert [plan.connector.name for plan in compile_connectors(off)] == ["alarms"]
    none = definition.model_copy(update={"features": Features(iot=False, simulation=False)})
    assert compile_connectors(none) == ()
