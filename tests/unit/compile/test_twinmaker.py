"""TwinMaker entities and the scene: one entity an asset, parents first, nothing that dangles."""

from __future__ import annotations

import json

from twin.compile import compile_sitewise, compile_twinmaker
from twin.compile.twinmaker import scene_document
from twin.definition import SiteDefinition


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


def test_the_scene_shows_a_model_where_its_file_is(definition: SiteDefinition) -> None:
    uri = "s3://bucket/station.glb"
    scene = json.loads(scene_document(definition, model_uris={"station": uri}))
    (node,) = scene["nodes"]
    assert node["name"] == "Pump station"
    assert node["components"] == [{"type": "ModelRef", "uri": uri, "modelType": "GLB"}]
    assert scene["rootNodeIndexes"] == [0]
    assert scene["unit"] == "meters"


def test_the_scene_leaves_out_a_model_without_a_file(definition: SiteDefinition) -> None:
    scene = json.loads(scene_document(definition, model_uris={}))
    assert scene["nodes"] == []
    assert scene["rootNodeIndexes"] == []


def test_the_same_site_gives_the_same_scene(definition: SiteDefinition) -> None:
    uris = {"station": "s3://bucket/station.glb"}
    assert scene_document(definition, model_uris=uris) == scene_document(
        definition, model_uris=dict(uris)
    )
