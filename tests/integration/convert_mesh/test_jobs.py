"""Whole jobs: a large mesh has levels of detail; a hostile file leaves its error alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glb_runtime.extent import Extent, box_extent
from glb_runtime.glb import Glb
from tests.hills import hills, stl_of
from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_mesh.formats import threemf_assembly
from tests.integration.convert_mesh.hostile_gltf import REFERENCES
from tests.integration.convert_mesh.hostile_simple import STL, TRIANGLE, stl
from tests.integration.gltf_validation import validate_gltf
from twin.spatial.assembly import Assembly

pytestmark = [pytest.mark.container, pytest.mark.slow]

SIDE = 640
"""Cells along one side of the terrain: two triangles each."""

LARGE = 200_000


@pytest.fixture(scope="module")
def large(converter: ConversionImage) -> Outcome:
    return converter.convert("stl_to_glb", stl_of(hills(SIDE)))


def test_each_level_of_a_large_mesh_has_a_quarter_of_the_one_before(
    large: Outcome, tmp_path: Path
) -> None:
    assert large.exit_code == 0, large.log
    facts = large.manifest.facts
    assert facts["triangles"] == 2 * SIDE * SIDE
    assert [name for name in large.files if ".lod" in name] == ["model.lod1.glb", "model.lod2.glb"]
    finer, triangles = "model.glb", 2 * SIDE * SIDE
    for number in (1, 2):
        name = f"model.lod{number}.glb"
        level = validate_gltf(large.files[name], tmp_path)
        assert (level.problems, level.triangles) == ((), facts[f"lod{number}_triangles"])
        assert 0.2 * triangles < level.triangles < 0.3 * triangles
        assert len(large.files[name]) < 0.5 * len(large.files[finer])
        finer, triangles = name, level.triangles
    assert 45_000 < triangles < 55_000


def test_levels_are_as_far_and_as_near_to_the_mesh_as_they_say(
    large: Outcome, tmp_path: Path
) -> None:
    facts = large.manifest.facts
    diagonal_metres = np.hypot(np.hypot(SIDE, SIDE), 40) / 1000
    whole = box_of(large, "model.glb", tmp_path)
    for number, share in ((1, 0.005), (2, 0.01)):
        limit_metres = float(facts[f"lod{number}_error_limit_metres"])
        assert limit_metres == pytest.approx(share * diagonal_metres, rel=0.01)
        level = box_of(large, f"model.lod{number}.glb", tmp_path)
        assert np.abs(level.low - whole.low).max() <= limit_metres
        assert np.abs(level.high - whole.high).max() <= limit_metres


def box_of(outcome: Outcome, name: str, folder: Path) -> Extent:
    file = folder / name
    file.write_bytes(outcome.files[name])
    return box_extent(Glb.from_file(file))


def test_the_same_mesh_again_has_the_same_levels(
    converter: ConversionImage, large: Outcome
) -> None:
    again = converter.convert("stl_to_glb", stl_of(hills(SIDE)))
    assert {**again.files, "manifest.json": b""} == {**large.files, "manifest.json": b""}


def test_corners_in_one_place_are_one_vertex(large: Outcome) -> None:
    gltf = large.glb()
    position = gltf["meshes"][0]["primitives"][0]["attributes"]["POSITION"]
    assert gltf["accessors"][position]["count"] == (SIDE + 1) ** 2


@pytest.mark.parametrize(
    ("name", "hostile"),
    [
        ("stl_to_glb", STL["count of 2^32-1"]),
        ("stl_to_glb", (stl(*[5.0] * 9), "SOURCE_EMPTY")),
        ("stl_to_glb", (stl(-3e38, *TRIANGLE[1:]), "SOURCE_BOUNDS_INVALID")),
        ("gltf_to_glb", REFERENCES["cycle of three"]),
    ],
)
def test_hostile_file_leaves_its_error_alone(
    converter: ConversionImage, name: str, hostile: tuple[bytes, str]
) -> None:
    content, code = hostile
    outcome = converter.convert(name, content)
    assert (outcome.exit_code, outcome.error["code"]) == (10, code)
    assert list(outcome.files) == ["error.json"]


def test_unit_that_is_none_is_refused(converter: ConversionImage) -> None:
    outcome = converter.convert("stl_to_glb", bytes(84), metres_per_unit=-1.0, up_axis="z")
    assert (outcome.exit_code, outcome.error["code"]) == (10, "SOURCE_UNSUPPORTED")


def test_every_part_has_its_name_in_every_level(converter: ConversionImage) -> None:
    vertices = hills(SIDE)[:LARGE].reshape(-1, 3)
    lines = ["o hills", *(f"v {x} {y} {z}" for x, y, z in vertices.tolist())]
    lines += [f"f {at} {at + 1} {at + 2}" for at in range(1, len(vertices), 3)]
    lines += ["o bolt", "v 0 0 9", "v 1 0 9", "v 0 1 9", "f -3 -2 -1", ""]
    outcome = converter.convert("obj_to_glb", "\n".join(lines).encode())
    assert outcome.exit_code == 0, outcome.log
    assert outcome.manifest.facts["triangles"] == LARGE + 1
    nodes = outcome.glb("model.lod1.glb")["nodes"]
    assert {node.get("name") for node in nodes} >= {"hills", "bolt"}


@pytest.mark.parametrize(
    "side",
    [
        pytest.param(1.0, id="the simplifier takes away all of one half of the scene"),
        pytest.param(1.7, id="the simplifier leaves all: without one there is a hole"),
    ],
)
def test_a_large_scene_of_loose_triangles_has_no_levels(
    converter: ConversionImage, side: float
) -> None:
    places = np.stack(np.meshgrid(*[np.arange(59)] * 3), axis=-1).reshape(-1, 1, 3) * 2.0
    outcome = converter.convert("stl_to_glb", stl_of((places + side * np.eye(3)).reshape(-1, 9)))
    assert outcome.exit_code == 0, outcome.log
    assert outcome.manifest.facts["triangles"] == 59**3
    assert [name for name in outcome.files if ".lod" in name] == []


def test_small_scene_has_no_levels_and_parts_of_one_name_have_ids_of_their_own(
    converter: ConversionImage,
) -> None:
    outcome = converter.convert("threemf_to_glb", threemf_assembly())
    assert [name for name in outcome.files if ".lod" in name] == []
    (pair,) = Assembly.from_dict(outcome.json("assembly.json")).roots
    assert [node.node_id for node in pair.children] == ["pair/bolt", "pair/bolt~2"]
    assert {node.colour for node in pair.children} == {"#ff0000"}
