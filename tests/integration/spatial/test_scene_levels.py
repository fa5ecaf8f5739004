"""The levels of detail of a large scene, as GET /scene tells of them."""

from __future__ import annotations

import json
from typing import Any

from tests.integration.spatial.plane import STEP, SpatialPlane
from twin.spatial.derivative import Recipe
from twin.spatial.scene_levels import SceneLevel
from twin_runtime import clients

FINE, COARSE = SceneLevel(1, 200_000, 0.001), SceneLevel(2, 50_000, 0.002)
LEVELS = {FINE: b"glTF of the finer", COARSE: b"glTF, coarse"}


def publish(plane: SpatialPlane, levels: dict[SceneLevel, bytes]) -> Recipe:
    ordered = plane.inspect(plane.uploaded(STEP, asset_key="station"))
    recipe = plane.convert(ordered, levels=levels)
    plane.publish(ordered)
    return recipe


def levels_of_the_scene(plane: SpatialPlane) -> list[Any]:
    status, scene = plane.call("GET", "/scene")
    assert status == 200
    levels: list[Any] = scene["models"][0]["levels"]
    return levels


def test_a_large_model_has_its_levels_coarsest_first(plane: SpatialPlane) -> None:
    publish(plane, LEVELS)
    levels = levels_of_the_scene(plane)
    assert [(one["triangles"], one["size_bytes"]) for one in levels] == [
        (50_000, len(LEVELS[COARSE])),
        (200_000, len(LEVELS[FINE])),
    ]
    names = ["model.lod2.glb", "model.lod1.glb"]
    assert [name in one["url"] for name, one in zip(names, levels, strict=True)] == [True, True]


def test_a_small_model_and_one_that_is_not_published_have_none(plane: SpatialPlane) -> None:
    assert levels_of_the_scene(plane) == []
    publish(plane, {})
    assert levels_of_the_scene(plane) == []


def test_a_level_of_which_the_manifest_says_nothing_is_not_offered(plane: SpatialPlane) -> None:
    recipe = publish(plane, LEVELS)
    stored = clients.s3().get_object(Bucket="assets", Key=recipe.manifest_key)["Body"].read()
    manifest = json.loads(stored)
    del manifest["facts"]["lod2_triangles"]
    clients.s3().put_object(
        Bucket="assets", Key=recipe.manifest_key, Body=json.dumps(manifest).encode()
    )
    assert [one["triangles"] for one in levels_of_the_scene(plane)] == [200_000]


def test_levels_without_a_manifest_leave_the_model(plane: SpatialPlane) -> None:
    recipe = publish(plane, LEVELS)
    clients.s3().delete_object(Bucket="assets", Key=recipe.manifest_key)
    assert levels_of_the_scene(plane) == []
