"""glTF files that lie, loop, point outside or explode are refused with a typed error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conversion_batch import convert_batch
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

pytestmark = [pytest.mark.container, pytest.mark.slow]

MOST_MEBIBYTES = 1024


@pytest.mark.parametrize("hostile", [CONTAINER, REFERENCES, NUMBERS, OUTSIDE])
def test_hostile_files_are_refused(
    converter: ConversionImage, tmp_path: Path, hostile: Hostile
) -> None:
    files = {name: content for name, (content, _) in hostile.items()}
    ended = convert_batch(converter, files, "gltf_to_glb", tmp_path, warm=("gltf_scene",))
    found = {name: one.code for name, one in ended.items()}
    assert found == {name: code for name, (_, code) in hostile.items()}
    assert {one.exit_code for one in ended.values()} == {10}
    assert {name for name, one in ended.items() if one.mebibytes > MOST_MEBIBYTES} == set()


def test_the_file_that_all_hostile_ones_are_made_of_is_converted(
    converter: ConversionImage, tmp_path: Path
) -> None:
    ended = convert_batch(converter, {"plain": glb(scene())}, "gltf_to_glb", tmp_path)
    assert ended["plain"].exit_code == 0, ended["plain"].log
