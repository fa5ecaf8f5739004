"""STL, OBJ and PLY files that are cut, wrong, endless or empty are refused with a typed error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conversion_batch import assert_refused
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_mesh.hostile_simple import OBJ, PLY, STL, Hostile

pytestmark = [pytest.mark.container, pytest.mark.slow]


@pytest.mark.parametrize(
    ("converter_name", "hostile"),
    [("stl_to_glb", STL), ("obj_to_glb", OBJ), ("ply_to_glb", PLY)],
)
def test_hostile_files_are_refused(
    converter: ConversionImage, tmp_path: Path, converter_name: str, hostile: Hostile
) -> None:
    assert_refused(converter, hostile, converter_name, tmp_path, warm=("scene", "ufbx_file"))
