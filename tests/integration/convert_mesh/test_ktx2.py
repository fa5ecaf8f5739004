"""Textures of Basis Universal are written where somebody asks for it; three.js reads them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from convert_mesh.card_image import card_image
from glb_runtime.model import Array
from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_mesh.hostile_gltf import glb, scene
from tests.integration.convert_mesh.packing import DECODER
from tests.integration.convert_mesh.pictures import decibels, decoded, images_of, pixels_of
from tests.integration.convert_mesh.textured import textured
from tests.integration.gltf_validation import validate_gltf
from twin.spatial.site_converters import SiteConverters

pytestmark = [pytest.mark.container, pytest.mark.slow]

READER = Path(__file__).with_name("read_ktx2.mjs")

LEAST_COLOUR_DECIBELS = 36
LEAST_EXACT_DECIBELS = 42
"""Of the decoded pixels against those of the source; 39 to 43, and 45, were measured."""

MODELS = {"ETC1S": 163, "UASTC": 166}
SRGB, LINEAR = 2, 1
BASIS_LZ, ZSTANDARD = 1, 2

UNKNOWN_TO_THE_VALIDATOR = {"VALUE_NOT_IN_LIST", "IMAGE_UNRECOGNIZED_FORMAT"}
"""What it says of every image that is neither PNG nor JPEG: warnings, no errors."""


@dataclass(frozen=True)
class Read:
    """What the reader of three.js says of the images of a scene, and their pixels."""

    told: list[dict[str, Any]]
    pixels: list[Array]


def read_by_three(content: bytes, folder: Path) -> Read:
    node = shutil.which("node")
    if node is None or not DECODER.is_dir():
        pytest.skip("Node.js or the packages of the console are not installed")
    folder.mkdir()
    (folder / "model.glb").write_bytes(content)
    environment = {"PATH": os.environ["PATH"]}
    printed = subprocess.run(
        [node, str(READER), "model.glb"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    ).stdout
    told = json.loads(printed)
    pixels = [
        np.fromfile(folder / f"{at}.rgba", np.uint8).reshape(one["size"][1], one["size"][0], 4)
        for at, one in enumerate(told)
    ]
    return Read(told, pixels)


def shown_images(outcome: Outcome) -> dict[str, int]:
    """Return the image of each kind of texture of the packed scene."""
    gltf = outcome.glb("model.ktx2.glb")
    found = {}
    for material in gltf["materials"]:
        surface = material["pbrMetallicRoughness"]
        for name, use in {**surface, **material}.items():
            if name.endswith("Texture"):
                texture = gltf["textures"][use["index"]]
                assert set(texture) <= {"sampler", "extensions"}
                found[f"{material['name']} {name}"] = texture["extensions"]["KHR_texture_basisu"][
                    "source"
                ]
    return found


@pytest.fixture(scope="module")
def written(converter: ConversionImage) -> Outcome:
    outcome = converter.convert("glb_to_ktx2", textured())
    assert outcome.exit_code == 0, outcome.log
    return outcome


@pytest.fixture(scope="module")
def again(converter: ConversionImage, written: Outcome) -> Outcome:
    outcome = converter.convert("gltf_to_glb", written.files["model.ktx2.glb"])
    assert outcome.exit_code == 0, outcome.log
    return outcome


def test_colours_are_etc1s_and_exact_textures_uastc(written: Outcome, tmp_path: Path) -> None:
    told = read_by_three(written.files["model.ktx2.glb"], tmp_path / "three").told
    colour = {"model": MODELS["ETC1S"], "transfer": SRGB, "scheme": BASIS_LZ, "format": 0}
    exact = {"model": MODELS["UASTC"], "transfer": LINEAR, "scheme": ZSTANDARD, "format": 0}
    assert {name: told[at] for name, at in shown_images(written).items()} == {
        "wall baseColorTexture": {**colour, "size": [508, 300], "levels": 9, "samples": 1},
        "wall normalTexture": {**exact, "size": [256, 256], "levels": 9, "samples": 1},
        "leaf baseColorTexture": {**colour, "size": [256, 128], "levels": 9, "samples": 2},
    }


def test_three_decodes_the_pixels_that_the_converter_decodes(
    written: Outcome, again: Outcome, tmp_path: Path
) -> None:
    read = read_by_three(written.files["model.ktx2.glb"], tmp_path / "three")
    ours = images_of(again.files["model.raw.glb"], tmp_path / "raw.glb")
    assert len(ours) == len(read.pixels) == 3
    for image, pixels in zip(ours, read.pixels, strict=True):
        assert np.array_equal(decoded(image), pixels)


def test_pictures_stay_what_they_were(written: Outcome, again: Outcome, tmp_path: Path) -> None:
    before = images_of(textured(), tmp_path / "before.glb")
    after = images_of(again.files["model.raw.glb"], tmp_path / "after.glb")
    exact = shown_images(written)["wall normalTexture"]
    for at, (found, expected) in enumerate(zip(after, before, strict=True)):
        least = LEAST_EXACT_DECIBELS if at == exact else LEAST_COLOUR_DECIBELS
        assert decibels(decoded(found), pixels_of(card_image(expected))) > least


def test_scene_is_quantised_compressed_and_valid(written: Outcome, tmp_path: Path) -> None:
    gltf = written.glb("model.ktx2.glb")
    needed = {"EXT_meshopt_compression", "KHR_mesh_quantization", "KHR_texture_basisu"}
    assert needed == set(gltf["extensionsRequired"])
    assert {image["mimeType"] for image in gltf["images"]} == {"image/ktx2"}
    problems = validate_gltf(written.files["model.ktx2.glb"], tmp_path).problems
    codes = {problem.split()[0] for problem in problems}
    assert codes == {*UNKNOWN_TO_THE_VALIDATOR, "MESH_PRIMITIVE_GENERATED_TANGENT_SPACE"}


def test_manifest_says_what_it_saves(written: Outcome) -> None:
    facts = written.manifest.facts
    assert (facts["triangles"], facts["textures"]) == (4, 3)
    plain = 4 * (508 * 300 + 256 * 256 + 256 * 128)
    assert facts["texture_memory_plain_bytes"] == pytest.approx(plain * 4 / 3, rel=0.01)
    compressed = 508 * 300 / 2 + 256 * 256 + 256 * 128
    assert facts["texture_memory_bytes"] == pytest.approx(compressed * 4 / 3, rel=0.01)


def test_same_scene_gives_the_same_bytes(converter: ConversionImage, written: Outcome) -> None:
    assert converter.convert("glb_to_ktx2", textured()).files == written.files


def test_it_does_not_run_by_itself() -> None:
    found = SiteConverters().find("glb", 1000)
    assert found is not None and found.name == "gltf_to_glb"


def test_scene_without_textures_is_refused(converter: ConversionImage) -> None:
    refused = converter.convert("glb_to_ktx2", glb(scene()))
    assert (refused.exit_code, refused.error["code"]) == (10, "SOURCE_EMPTY")
    assert "textures" in refused.error["message"]


def test_sample_keeps_its_texture(
    converter: ConversionImage, samples: Path, tmp_path: Path
) -> None:
    truck = (samples / "mesh" / "CesiumMilkTruck.glb").read_bytes()
    packed = converter.convert("glb_to_ktx2", truck)
    assert packed.exit_code == 0, packed.log
    assert packed.manifest.facts["triangles"] == 3624
    back = converter.convert("gltf_to_glb", packed.files["model.ktx2.glb"])
    (before,) = images_of(truck, tmp_path / "truck.glb")
    (after,) = images_of(back.files["model.raw.glb"], tmp_path / "back.glb")
    assert decibels(decoded(after), decoded(before)) > LEAST_COLOUR_DECIBELS
    problems = validate_gltf(packed.files["model.ktx2.glb"], tmp_path).problems
    assert {problem.split()[0] for problem in problems} == UNKNOWN_TO_THE_VALIDATOR
