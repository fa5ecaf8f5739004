"""glTF files that lie, loop, point outside or explode are refused with a typed error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conversion_batch import assert_refused, convert_batch
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_mesh.hostile_gltf import (
    CONTAINER,
    NUMBERS,
    OUTSIDE,
    REFERENCES,
    Hostile,
    glb,
    scene,
)
from tests.integration.convert_mesh.hostile_meshopt import (
    KHR,
    LAYOUTS,
    PLACES,
    POINTS,
    SEQUENCE,
    STREAMS,
    packed,
)

pytestmark = [pytest.mark.container, pytest.mark.slow]


@pytest.mark.parametrize(
    "hostile", [CONTAINER, REFERENCES, NUMBERS, OUTSIDE, STREAMS, LAYOUTS, PLACES]
)
def test_hostile_files_are_refused(
    converter: ConversionImage, tmp_path: Path, hostile: Hostile
) -> None:
    assert_refused(converter, hostile, "gltf_to_glb", tmp_path, warm=("gltf_scene",))


def test_the_files_that_all_hostile_ones_are_made_of_are_converted_alike(
    converter: ConversionImage, tmp_path: Path
) -> None:
    files = {
        "plain": glb(scene()),
        "packed": packed(),
        "packed by the newer extension": packed(extension=KHR),
        "packed as a sequence": packed(corners={"mode": "INDICES"}, streams=(POINTS, SEQUENCE)),
    }
    ended = convert_batch(converter, files, "gltf_to_glb", tmp_path)
    assert {name: one.exit_code for name, one in ended.items()} == dict.fromkeys(files, 0)
    scenes = {(one.folder / "model.raw.glb").read_bytes() for one in ended.values()}
    assert len(scenes) == 1
