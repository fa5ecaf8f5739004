"""Textures of Basis Universal in sources are read as any other; hostile ones are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glb_runtime.model import Array
from tests.integration.conversion_batch import Hostile, assert_refused
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_mesh.bundles import gltf_members, zipped
from tests.integration.convert_mesh.hostile_ktx2 import CONTENTS, KINDS, NUMBERS, RANDOM
from tests.integration.convert_mesh.ktx2_files import ETC1S, showing, uastc
from tests.integration.convert_mesh.pictures import decoded, images_of
from tests.integration.gltf_validation import validate_gltf

pytestmark = [pytest.mark.container, pytest.mark.slow]


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
