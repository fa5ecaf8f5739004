"""The mesh converters, run as their image does, and what they make of the samples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.conversion_image import ConversionImage, Outcome

CONVERTERS = {
    "ADIS16480.STL": "stl_to_glb",
    "busted.STL": "stl_to_glb",
    "fandisk.obj": "obj_to_glb",
    "cycloidal.ply": "ply_to_glb",
    "counterXP.3MF": "threemf_to_glb",
    "spider.fbx": "fbx_to_glb",
    "box_embedded.FBX": "fbx_to_glb",
    "maya_slime_7500_binary.fbx": "fbx_to_glb",
    "CesiumMilkTruck.glb": "gltf_to_glb",
}


@pytest.fixture(scope="session")
def converter(repository_root: Path, s3_endpoint: str) -> ConversionImage:
    return ConversionImage(repository_root, s3_endpoint, "convert_mesh")


@pytest.fixture(scope="session")
def converted(converter: ConversionImage, samples: Path) -> Callable[[str], Outcome]:
    """Return a function that converts a sample, once in a session."""
    known: dict[str, Outcome] = {}

    def convert(name: str) -> Outcome:
        if name not in known:
            content = (samples / "mesh" / name).read_bytes()
            known[name] = converter.convert(CONVERTERS[name], content)
        return known[name]

    return convert
