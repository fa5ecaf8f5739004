"""TwinMaker entities and the scene: one entity an asset, parents first, nothing that dangles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twin.compile import compile_sitewise, compile_twinmaker
from twin.definition import SiteDefinition

Content = dict[str, Any]
SiteOf = Callable[[Content], SiteDefinition]


def test_there_is_one_entity_for_each_asset_and_parents_come_first(
    definition: SiteDefinition,
) -> None:
    plan = compile_twinmaker(definition)
    order = [entity.entity_id for entity in plan.entities]
    assert sorted(order) == sorted(definition.twin.assets)
    for entity in plan.entities:
        parent = definition.twin.assets[entity.entity_id].parent
        assert entity.parent_entity_id == parent
        assert parent is None or order.index(parent) < order.index(entity.entity_id)


def test_every_entity_is_of_a_component_type_and_states_what_that_requires(
    definition: SiteDefinition,
) -> None:
    plan = compile_twinmaker(definition)
    types = {one.component_type_id: one for one in plan.component_types}
    for entity in plan.entities:
        properties = types[entity.component_type_id].properties
        stated = dict(entity.equipment)
        assert {one.name for one in properties if one.is_required_in_entity} <= set(stated)
        assert set(stated) <= {one.name for one in properties}
        assert all(len(value) <= 256 for value in stated.values())


def test_entities_name_the_aliases_of_their_sitewise_asset(definition: SiteDefinition) -> None:
    sitewise = {
        asset.id: {item.alias for item in asset.properties}
        for asset in compile_sitewise(definition).assets
    }
    for entity in compile_twinmaker(definition).entities:
        aliases = {value for name, value in entity.equipment if name.startswith("alias_")}
        assert aliases
        assert aliases <= sitewise[entity.asset]


def test_relations_of_assets_are_relationships_of_their_entities(
    content: Content, site_of: SiteOf
) -> None:
    for asset in content["twin"]["assets"].values():
        asset.pop("relations", None)
    content["twin"]["assets"]["P-101"]["relations"] = {"feeds": ["E-101", "T-101"]}
    content["twin"]["assets"]["T-101"]["relations"] = {"feeds": ["P-101"]}
    plan = compile_twinmaker(site_of(content))
    types = {one.component_type_id: one.relations for one in plan.component_types}
    assert types["demo.pump"] == types["demo.tank"] == ("feeds",)
    assert types["demo.station"] == ()
    entities = {one.entity_id: one for one in plan.entities}
    assert entities["P-101"].relations == (("feeds", ("E-101", "T-101")),)
    assert entities["P-102"].relations == ()


def test_a_large_tree_is_ordered_in_one_go(content: Content, site_of: SiteOf) -> None:
    assets = content["twin"]["assets"]
    for number in range(1_500):
        assets[f"T-{number + 2_000}"] = {"type": "tank", "parent": "PS-1"}
    plan = compile_twinmaker(site_of(content))
    assert [one.entity_id for one in plan.entities] == ["PS-1", *list(assets)[1:]]
