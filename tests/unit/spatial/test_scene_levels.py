"""What a manifest says of the levels of a scene, and what is read of it."""

from __future__ import annotations

from twin.spatial.converters import converters
from twin.spatial.scene_converter import SCENE_OUTPUTS
from twin.spatial.scene_levels import LEVEL_FILES, SceneLevel, level_triangles


def test_what_is_written_is_read_coarsest_first() -> None:
    levels = (SceneLevel(1, 400_000, 0.01), SceneLevel(2, 100_000, 0.02), SceneLevel(3, 50_000, 1))
    facts = {"triangles": 2_000_000, **levels[0].facts, **levels[1].facts, **levels[2].facts}
    assert facts["lod2_error_limit_metres"] == 0.02
    assert [*level_triangles(facts).items()] == [
        ("model.lod3.glb", 50_000),
        ("model.lod2.glb", 100_000),
        ("model.lod1.glb", 400_000),
    ]


def test_facts_without_levels_have_none() -> None:
    assert level_triangles({"triangles": 12}) == {}


def test_every_converter_of_scenes_may_write_levels() -> None:
    scenes = [one for one in converters() if set(SCENE_OUTPUTS) <= set(one.outputs)]
    assert {one.name for one in scenes} >= {"step_to_glb", "ifc_to_glb", "stl_to_glb", "usd_to_glb"}
    optional = {one.file_name for one in SCENE_OUTPUTS if one.is_optional}
    assert optional == set(LEVEL_FILES)
