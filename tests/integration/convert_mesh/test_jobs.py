"""Whole jobs: a large mesh has a preview; a hostile file leaves its error and nothing else."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_mesh.formats import threemf_assembly
from tests.integration.convert_mesh.hostile_gltf import REFERENCES
from tests.integration.convert_mesh.hostile_simple import STL, TRIANGLE, stl
from tests.integration.gltf_validation import validate_gltf
from twin.spatial.assembly import Assembly

pytestmark = [pytest.mark.container, pytest.mark.slow]

SIDE = 330
"""Cells along one side of the terrain: two triangles each."""


def terrain() -> bytes:
    """Return a binary STL of hills, in millimetres."""
    x, y = np.meshgrid(np.arange(SIDE + 1), np.arange(SIDE + 1))
    points = np.stack((x, y, 20 * np.sin(x / 40) * np.cos(y / 30)), axis=-1).astype("<f4")
    a, b, c, d = points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]
    corners = np.stack((a, b, c, a, c, d), axis=2).reshape(-1, 9)
    records = np.zeros(len(corners), [("normal", "<f4", 3), ("corners", "<f4", 9), ("more", "<u2")])
    records["corners"] = corners
    return bytes(80) + struct.pack("<I", len(corners)) + records.tobytes()


@pytest.fixture(scope="module")
def large(converter: ConversionImage) -> Outcome:
    return converter.convert("stl_to_glb", terrain())


def test_large_mesh_has_a_preview_of_a_quarter_of_its_triangles(
    large: Outcome, tmp_path: Path
) -> None:
    assert large.exit_code == 0, large.log
    facts = large.manifest.facts
    assert facts["triangles"] == 2 * SIDE * SIDE
    assert 10_000 < int(facts["preview_triangles"]) < 60_000
    preview = validate_gltf(large.files["model.preview.glb"], tmp_path)
    assert (preview.problems, preview.triangles) == ((), facts["preview_triangles"])
    assert len(large.files["model.preview.glb"]) < 0.5 * len(large.files["model.glb"])


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


def test_small_scene_has_no_preview_and_parts_of_one_name_have_ids_of_their_own(
    converter: ConversionImage,
) -> None:
    outcome = converter.convert("threemf_to_glb", threemf_assembly())
    assert "model.preview.glb" not in outcome.files
    (pair,) = Assembly.from_dict(outcome.json("assembly.json")).roots
    assert [node.node_id for node in pair.children] == ["pair/bolt", "pair/bolt~2"]
    assert {node.colour for node in pair.children} == {"#ff0000"}
