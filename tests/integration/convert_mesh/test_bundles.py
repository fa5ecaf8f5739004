"""Archives of one scene and its files: everything that it refers to is in the GLB."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from glb_runtime.accessors import Accessors
from tests.integration.conversion_batch import convert_batch
from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_mesh.bundles import (
    collada_members,
    gltf_members,
    obj_members,
    zipped,
)
from tests.integration.convert_mesh.hostile_bundles import BUNDLES
from tests.integration.gltf_validation import validate_gltf

pytestmark = [pytest.mark.container, pytest.mark.slow]

MOST_MEBIBYTES = 1024


def colour_of(outcome: Outcome, folder: Path, texture: dict[str, int]) -> list[int]:
    """Return the colour in the middle of a texture of the raw scene."""
    path = folder / "raw.glb"
    path.write_bytes(outcome.files["model.raw.glb"])
    accessors = Accessors.from_file(path)
    source = accessors.glb.json["textures"][texture["index"]]["source"]
    with Image.open(io.BytesIO(accessors.image(source))) as image:
        middle: list[int] = np.asarray(image.convert("RGB"))[1, 1].tolist()
        return middle


def check_valid(outcome: Outcome, folder: Path, *, has_normal_map: bool = False) -> None:
    for name in ("model.raw.glb", "model.glb"):
        problems = validate_gltf(outcome.files[name], folder).problems
        # The sources have no tangents: a viewer makes those that a normal map needs.
        codes = {problem.split()[0] for problem in problems}
        assert codes == ({"MESH_PRIMITIVE_GENERATED_TANGENT_SPACE"} if has_normal_map else set())


@pytest.fixture(scope="module")
def lid(converter: ConversionImage) -> Outcome:
    return converter.convert("bundle_to_glb", zipped(obj_members()))


def materials(outcome: Outcome) -> dict[str, Any]:
    return {one["name"]: one for one in outcome.glb()["materials"]}


def test_obj_has_the_materials_of_its_library(lid: Outcome, tmp_path: Path) -> None:
    assert lid.exit_code == 0, lid.log
    steel = materials(lid)["painted steel"]
    surface = steel["pbrMetallicRoughness"]
    assert surface["baseColorFactor"] == [1.0, 1.0, 1.0, 1.0]
    assert (surface["metallicFactor"], surface["roughnessFactor"]) == (0.75, 0.25)
    assert steel["emissiveFactor"] == [1.0, 1.0, 1.0]
    assert colour_of(lid, tmp_path, surface["baseColorTexture"]) == [200, 30, 10]
    # Roughness is in green and metal in blue, whatever the sizes of the two were.
    assert colour_of(lid, tmp_path, surface["metallicRoughnessTexture"]) == [255, 64, 192]
    assert colour_of(lid, tmp_path, steel["normalTexture"]) == [128, 128, 255]
    assert colour_of(lid, tmp_path, steel["emissiveTexture"]) == [0, 255, 0]
    assert lid.manifest.facts["texture_placements_left_out"] == 1
    check_valid(lid, tmp_path, has_normal_map=True)


def test_faces_without_texture_coordinates_have_the_colours_alone(
    converter: ConversionImage, tmp_path: Path
) -> None:
    members = obj_members()
    plain = members["lid/lid.obj"].replace(b"f 1/1 2/2 3/3", b"f 1 2 3")
    plain = plain.replace(b"f 1/1 3/3 4/4", b"f 1 3 4")
    outcome = converter.convert("bundle_to_glb", zipped({**members, "lid/lid.obj": plain}))
    assert outcome.exit_code == 0, outcome.log
    assert "normalTexture" not in materials(outcome)["painted steel"]
    check_valid(outcome, tmp_path)


def test_glass_is_translucent_and_lets_light_through(lid: Outcome) -> None:
    glass = materials(lid)["glass"]
    assert glass["pbrMetallicRoughness"]["baseColorFactor"] == [0.5, 0.5, 0.9, 0.5]
    assert glass["alphaMode"] == "BLEND"
    share = glass["extensions"]["KHR_materials_transmission"]["transmissionFactor"]
    assert share == pytest.approx(0.9)


def test_the_same_archive_gives_the_same_bytes(converter: ConversionImage, lid: Outcome) -> None:
    again = converter.convert("bundle_to_glb", zipped(obj_members()))
    assert again.files == lid.files


def test_gltf_has_the_numbers_and_images_beside_it(
    converter: ConversionImage, tmp_path: Path
) -> None:
    outcome = converter.convert("bundle_to_glb", zipped(gltf_members()))
    assert outcome.exit_code == 0, outcome.log
    (material,) = outcome.glb()["materials"]
    texture = material["pbrMetallicRoughness"]["baseColorTexture"]
    assert colour_of(outcome, tmp_path, texture) == [10, 20, 30]
    assert outcome.manifest.facts["triangles"] == 1
    check_valid(outcome, tmp_path)


def test_collada_has_the_images_beside_it(converter: ConversionImage, tmp_path: Path) -> None:
    outcome = converter.convert("bundle_to_glb", zipped(collada_members()))
    assert outcome.exit_code == 0, outcome.log
    (material,) = outcome.glb()["materials"]
    texture = material["pbrMetallicRoughness"]["baseColorTexture"]
    assert colour_of(outcome, tmp_path, texture) == [7, 90, 200]
    (position,) = [one for one in outcome.glb()["accessors"] if "max" in one]
    assert position["max"] == pytest.approx([1.0, 1.0, 0.0])
    assert "external_textures" not in outcome.manifest.facts
    check_valid(outcome, tmp_path)


def test_hostile_archives_are_refused(converter: ConversionImage, tmp_path: Path) -> None:
    files = {name: content for name, (content, _, _) in BUNDLES.items()}
    warm = ("obj", "gltf_scene", "collada_file")
    ended = convert_batch(converter, files, "bundle_to_glb", tmp_path, warm=warm)
    found = {name: one.code for name, one in ended.items()}
    assert found == {name: code for name, (_, code, _) in BUNDLES.items()}
    assert {one.exit_code for one in ended.values()} == {10}
    assert {name for name, one in ended.items() if one.mebibytes > MOST_MEBIBYTES} == set()
    unnamed = {
        name
        for name, (_, _, named) in BUNDLES.items()
        if named not in ended[name].error.get("found", "") + ended[name].error.get("where", "")
    }
    assert unnamed == set()
