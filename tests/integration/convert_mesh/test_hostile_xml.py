"""COLLADA, 3MF and FBX files that explode, loop, lie or point outside are refused, with a type."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conversion_batch import assert_refused
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_mesh.hostile_xml import COLLADA, FBX, THREEMF, Hostile

pytestmark = [pytest.mark.container, pytest.mark.slow]


@pytest.mark.parametrize(
    ("converter_name", "hostile"),
    [("collada_to_glb", COLLADA), ("threemf_to_glb", THREEMF), ("fbx_to_glb", FBX)],
)
def test_hostile_files_are_refused(
    converter: ConversionImage, tmp_path: Path, converter_name: str, hostile: Hostile
) -> None:
    warm = ("collada_file", "threemf", "fbx")
    assert_refused(converter, hostile, converter_name, tmp_path, warm=warm)
