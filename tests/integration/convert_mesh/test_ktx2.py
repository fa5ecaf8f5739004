"""Textures of Basis Universal: read as any other, and written where somebody asks for it."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from convert_mesh.card_image import card_image
from glb_runtime.accessors import Accessors
from glb_runtime.model import Array
from tests.integration.conversion_batch import Hostile, assert_refused
from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_mesh.bundles import gltf_members, zipped
from tests.integration.convert_mesh.hostile_gltf import glb, scene
from tests.integration.convert_mesh.hostile_ktx2 import CONTENTS, KINDS, NUMBERS, RANDOM
from tests.integration.convert_mesh.ktx2_files import ETC1S, showing, uastc
from tests.integration.convert_mesh.packing import DECODER
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


def images_of(content: bytes, path: Path) -> list[bytes]:
    path.write_bytes(content)
    accessors = Accessors.from_file(path)
    return [accessors.image(at) for at in range(len(accessors.glb.json["images"]))]


def pixels_of(image: Image.Image) -> Array:
    return np.asarray(image.convert("RGBA"))


def decoded(content: bytes) -> Array:
    return pixels_of(Image.open(io.BytesIO(content)))


def decibels(found: Array, expected: Array) -> float:
    """Return the ratio of a signal of 255 to the difference: more is better."""
    error = np.mean((found.astype(float) - expected.astype(float)) ** 2)
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))


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


def colours(image: Array) -> list[list[int]]:
    """Return the colours in two corners."""
    found: list[list[int]] = [image[1, 1].tolist(), image[6, 6].tolist()]
    return found


def test_textures_are_png_in_the_raw_scene_and_webp_in_the_packed_one(
    converter: ConversionImage, tmp_path: Path
) -> None:
    outcome = converter.convert("gltf_to_glb", showing(ETC1S, uastc(), ETC1S))
    assert outcome.exit_code == 0, outcome.log
    raw = outcome.glb()
    assert [image["mimeType"] for image in raw["images"]] == ["image/png"] * 3
    assert [texture["source"] for texture in raw["textures"]] == [0, 1, 2]
    assert "extensionsRequired" not in raw
    first, second, third = map(decoded, images_of(outcome.files["model.raw.glb"], tmp_path / "raw"))
    # ETC1S has five bits of a colour.
    assert np.allclose(colours(first), [[10, 30, 200, 255], [200, 30, 10, 255]], atol=4)
    assert np.array_equal(second, np.full((8, 8, 4), (12, 200, 77, 150), np.uint8))
    assert np.array_equal(first, third)
    assert validate_gltf(outcome.files["model.raw.glb"], tmp_path).problems == ()
    assert "KHR_texture_basisu" not in outcome.glb("model.glb")["extensionsUsed"]


def test_texture_may_be_a_file_of_an_archive(converter: ConversionImage, tmp_path: Path) -> None:
    members = gltf_members(
        images=[{"uri": "../textures/wall.ktx2"}],
        textures=[{"extensions": {"KHR_texture_basisu": {"source": 0}}}],
        extensionsRequired=["KHR_texture_basisu"],
    )
    outcome = converter.convert("bundle_to_glb", zipped({**members, "textures/wall.ktx2": ETC1S}))
    assert outcome.exit_code == 0, outcome.log
    (image,) = images_of(outcome.files["model.raw.glb"], tmp_path / "raw.glb")
    assert decoded(image).shape == (8, 8, 4)


@pytest.mark.parametrize("hostile", [KINDS, NUMBERS, CONTENTS, RANDOM])
def test_hostile_textures_are_refused(
    converter: ConversionImage, tmp_path: Path, hostile: Hostile
) -> None:
    assert_refused(converter, hostile, "gltf_to_glb", tmp_path, warm=("gltf_scene",))
