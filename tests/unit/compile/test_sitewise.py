"""SiteWise models and assets: complete, resolvable, in an order that deploys, under stable ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from twin.compile import compile_site, compile_sitewise
from twin.compile.sitewise import SiteWisePlan
from twin.definition import SiteDefinition
from twin.site_document import SiteDocument

Content = dict[str, Any]
SiteOf = Callable[[Content], SiteDefinition]


@pytest.fixture(scope="module")
def plan(definition: SiteDefinition) -> SiteWisePlan:
    """Return the demo's plan."""
    return compile_sitewise(definition)


def test_there_is_one_model_for_each_type_and_one_asset_for_each_asset(
    content: Content, plan: SiteWisePlan
) -> None:
    assert {model.type for model in plan.models} == set(content["twin"]["types"])
    assert {asset.id for asset in plan.assets} == set(content["twin"]["assets"])


def test_the_aliases_are_those_of_the_document(plan: SiteWisePlan, document: SiteDocument) -> None:
    aliases = [item.alias for asset in plan.assets for item in asset.properties]
    assert sorted(aliases) == sorted(
        [signal.alias for signal in document.signals]
        + [alarm.state_alias for alarm in document.alarms]
    )


def test_a_child_comes_before_what_refers_to_it(plan: SiteWisePlan) -> None:
    models = [model.type for model in plan.models]
    for model in plan.models:
        for hierarchy in model.hierarchies:
            assert models.index(hierarchy.child_type) < models.index(model.type)
    assets = [asset.id for asset in plan.assets]
    for asset in plan.assets:
        for child in asset.children:
            assert assets.index(child.child) < assets.index(asset.id)


def test_every_association_goes_through_a_hierarchy_of_the_parents_model(
    content: Content, plan: SiteWisePlan
) -> None:
    models = {model.type: model for model in plan.models}
    types = {asset.id: asset.type for asset in plan.assets}
    pairs = set()
    for asset in plan.assets:
        hierarchies = {one.logical_id: one for one in models[asset.type].hierarchies}
        for child in asset.children:
            assert hierarchies[child.hierarchy_logical_id].child_type == types[child.child]
            pairs.add((child.child, asset.id))
    stated = content["twin"]["assets"]
    assert pairs == {(id_, one["parent"]) for id_, one in stated.items() if "parent" in one}


def test_every_variable_of_a_formula_is_a_property_of_its_model(plan: SiteWisePlan) -> None:
    formulas = 0
    names = {one.type: {item.logical_id for item in one.properties} for one in plan.models}
    for model in plan.models:
        for item in model.properties:
            computed = item.type_name in ("Transform", "Metric")
            assert (item.expression is not None) == computed
            assert (item.window_interval is not None) == (item.type_name == "Metric")
            for variable in item.variables:
                formulas += 1
                assert variable.property_logical_id in names[variable.child_type or model.type]
    assert formulas > 0


def test_a_renamed_variable_points_at_its_property(content: Content, site_of: SiteOf) -> None:
    metric = content["twin"]["types"]["pump"]["metrics"]["specific_energy"]
    metric |= {"formula": "avg(p) / avg(flow)", "variables": {"p": "power"}}
    model = next(one for one in compile_sitewise(site_of(content)).models if one.type == "pump")
    made = next(item for item in model.properties if item.name == "specific_energy")
    assert {one.name: one.property_logical_id for one in made.variables} == {
        "p": "power",
        "flow": "flow",
    }


def test_external_ids_are_unique_where_sitewise_wants_it(plan: SiteWisePlan) -> None:
    top = [model.external_id for model in plan.models]
    top += [asset.external_id for asset in plan.assets]
    assert len(set(top)) == len(top)
    for model in plan.models:
        inner = [item.external_id for item in model.properties]
        inner += [one.external_id for one in model.hierarchies]
        for composite in model.composites:
            inner += [composite.external_id, *(item.external_id for item in composite.properties)]
        assert len(set(inner)) == len(inner)


def test_external_ids_follow_from_the_site_file_alone(
    content: Content, site_of: SiteOf, plan: SiteWisePlan
) -> None:
    models = {model.type: model.external_id for model in plan.models}
    assets = {asset.id: asset.external_id for asset in plan.assets}
    assert models["pump"] == "demo.type.pump"
    assert assets["P-101"] == "demo.P-101"
    twin = content["twin"]
    twin["assets"] = dict(sorted(twin["assets"].items(), key=lambda item: item[0], reverse=True))
    twin["types"] = dict(sorted(twin["types"].items()))
    twin["assets"]["T-102"] = {"type": "tank", "parent": "PS-1"}
    again = compile_sitewise(site_of(content))
    assert models == {model.type: model.external_id for model in again.models}
    assert assets.items() <= {asset.id: asset.external_id for asset in again.assets}.items()


def test_every_alarm_is_an_external_composite_with_an_aliased_state(
    plan: SiteWisePlan, document: SiteDocument
) -> None:
    models = {model.type: model for model in plan.models}
    types = {asset.id: asset.type for asset in plan.assets}
    assert document.alarms
    for alarm in document.alarms:
        composites = {one.name: one for one in models[types[alarm.asset]].composites}
        kind, state = composites[alarm.name].properties
        assert (kind.name, kind.default_value) == ("AWS/ALARM_TYPE", "EXTERNAL")
        assert (state.name, state.data_type_spec) == ("AWS/ALARM_STATE", "AWS/ALARM_STATE")


def test_attributes_are_silent_and_values_are_announced(plan: SiteWisePlan) -> None:
    kinds = {
        (model.type, item.logical_id): item.type_name
        for model in plan.models
        for item in model.properties
    }
    for asset in plan.assets:
        for item in asset.properties:
            kind = kinds.get((asset.type, item.logical_id))
            silent = kind in ("Attribute", None)
            assert (item.notification_state == "DISABLED") == silent, item


def test_a_type_without_assets_has_no_model(content: Content, site_of: SiteOf) -> None:
    content["twin"]["types"]["spare"] = {"measurements": {"level": {"unit": "m"}}}
    site = site_of(content)
    assert "spare" not in {model.type for model in compile_sitewise(site).models}
    assert "spare" not in {asset.type for asset in compile_site(site).assets}
