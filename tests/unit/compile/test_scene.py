"""The scene: models where their files are, assets bound to entities, rules of alarms, a schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

import twin.compile
from twin.compile.scene import scene_document
from twin.definition import SiteDefinition

Content = dict[str, Any]
SiteOf = Callable[[Content], SiteDefinition]
URI = "s3://bucket/station.glb"
SCHEMA = json.loads(
    (Path(twin.compile.__file__).parent / "scene_schema.json").read_text(encoding="utf-8")
)
IDS = {("pump", "vibration"): "0a-1b", ("tank", "level"): "2c-3d"}


def validated(text: str) -> Content:
    Draft202012Validator.check_schema(SCHEMA)
    scene: Content = json.loads(text)
    Draft202012Validator(SCHEMA).validate(scene)
    for index in (*scene["rootNodeIndexes"], *(i for n in scene["nodes"] for i in n["children"])):
        assert 0 <= index < len(scene["nodes"])
    return scene


def test_the_scene_shows_a_model_where_its_file_is(definition: SiteDefinition) -> None:
    scene = validated(scene_document(definition, model_uris={"station": URI}))
    node = scene["nodes"][0]
    assert node["name"] == "Pump station"
    assert node["components"] == [{"type": "ModelRef", "uri": URI, "modelType": "GLB"}]
    assert scene["rootNodeIndexes"] == [0]
    assert scene["unit"] == "meters"


def test_the_scene_leaves_out_a_model_without_a_file(definition: SiteDefinition) -> None:
    scene = validated(scene_document(definition, model_uris={}))
    assert scene["nodes"] == []
    assert scene["rootNodeIndexes"] == []


def test_each_asset_with_a_mesh_is_bound_to_its_entity(definition: SiteDefinition) -> None:
    scene = validated(scene_document(definition, model_uris={"station": URI}))
    root, *nodes = scene["nodes"]
    assert root["children"] == list(range(1, len(scene["nodes"])))
    bound = {}
    for node in nodes:
        part, binding = node["components"]
        assert (part["type"], part["parentRef"]) == ("SubModelRef", "Pump station")
        bound[binding["valueDataBinding"]["dataBindingContext"]["entityId"]] = part["selector"]
    assert bound == {one: one for one in ("T-101", "P-101", "P-102", "E-101", "V-101")}


def test_tags_and_shaders_follow_the_alarms_whose_signals_are_known(
    definition: SiteDefinition,
) -> None:
    text = scene_document(definition, model_uris={"station": URI}, property_ids=IDS)
    scene = validated(text)
    pump = next(one for one in scene["nodes"] if one["name"] == "Feed pump A")
    tag, shader = pump["components"][2:]
    context = {
        "entityId": "P-101",
        "componentName": "telemetry",
        "propertyName": "Property_0a-1b",
    }
    assert tag["valueDataBinding"] == shader["valueDataBinding"] == {"dataBindingContext": context}
    (statement,) = scene["rules"][tag["ruleBasedMapId"]]["statements"]
    assert statement == {
        "expression": "Property_0a__1b > 7.1",
        "target": "iottwinmaker.common.icon:Error",
    }
    used = {
        one["ruleBasedMapId"]
        for node in scene["nodes"]
        for one in node["components"]
        if "ruleBasedMapId" in one
    }
    assert used == set(scene["rules"])
    assert {one.partition(".")[0] for one in used} == {"pump", "tank"}


def test_two_models_bind_no_mesh_for_nobody_knows_which_has_it(
    content: Content, site_of: SiteOf
) -> None:
    content["scene"]["hall"] = {"source": "hall.step"}
    scene = validated(scene_document(site_of(content), model_uris={"station": URI, "hall": URI}))
    assert [one["children"] for one in scene["nodes"]] == [[], []]


def test_a_scene_survives_json_and_is_the_same_each_time(definition: SiteDefinition) -> None:
    uris = {"station": URI}
    text = scene_document(definition, model_uris=uris, property_ids=IDS)
    assert text == scene_document(definition, model_uris=dict(uris), property_ids=dict(IDS))
    again = json.dumps(json.loads(text), sort_keys=True, indent=1, ensure_ascii=False)
    assert again == text


@pytest.mark.parametrize(
    ("way", "value"),
    [
        (("specVersion",), "1"),
        (("unit",), "m"),
        (("nodes", 0, "transform", "rotation"), [0, 0]),
        (("nodes", 0, "components", 0, "type"), "Model"),
        (("nodes", 1, "components", 1, "valueDataBinding"), {"entityId": "P-101"}),
        (("rules", "x"), {"statements": [{"expression": "a > 1", "target": "red"}]}),
        (("rootNodeIndexes",), [-1]),
    ],
)
def test_the_schema_refuses_what_the_viewer_would_not_read(
    way: tuple[str | int, ...], value: object, definition: SiteDefinition
) -> None:
    scene = json.loads(scene_document(definition, model_uris={"station": URI}))
    spoiled: Any = deepcopy(scene)
    holder = spoiled
    for step in way[:-1]:
        holder = holder[step]
    holder[way[-1]] = value
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate(spoiled)
