"""Real meshes: what comes out has the triangles, box, area and volume of the source."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_mesh.conftest import CONVERTERS
from tests.integration.convert_mesh.measure import measured, measured_glb, z_up
from tests.integration.gltf_validation import validate_gltf

pytestmark = [pytest.mark.container, pytest.mark.slow]

Array = NDArray[Any]
SPACE = "{http://schemas.microsoft.com/3dmanufacturing/core/2015/02}"


def stl_text(path: Path) -> Array:
    found = re.findall(r"vertex (\S+) (\S+) (\S+)", path.read_text())
    return np.array(found, float).reshape(-1, 3, 3)


def stl_binary(path: Path) -> Array:
    content = path.read_bytes()
    records = struct.iter_unpack("<12fH", content[84:])
    return np.array([record[3:12] for record in records], float).reshape(-1, 3, 3)


def obj(path: Path) -> Array:
    lines = [line.split() for line in path.read_text().splitlines()]
    vertices = np.array([line[1:4] for line in lines if line[:1] == ["v"]], float)
    faces = [line[1:4] for line in lines if line[:1] == ["f"]]
    indices = np.array([[int(word.split("/")[0]) for word in face] for face in faces])
    corners: Array = vertices[indices - 1]
    return corners


def ply(path: Path) -> Array:
    _, _, data = path.read_bytes().partition(b"end_header\n")
    vertices = np.frombuffer(data, np.dtype([("p", "<f4", 3), ("c", "u1", 4)]), 21384)
    faces = np.dtype([("n", "u1"), ("i", "<i4", 3), ("c", "u1", 4)])
    indices = np.frombuffer(data, faces, 43368, vertices.nbytes)["i"]
    return np.asarray(vertices["p"][indices], float)


def threemf(path: Path) -> Array:
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("3D/3dmodel.model"))
    objects = {one.attrib["id"]: one for one in root.iter(f"{SPACE}object")}

    def placed(use: ElementTree.Element) -> Array:
        found = objects[use.attrib["objectid"]]
        components = [placed(one) for one in found.iter(f"{SPACE}component")]
        triangles = np.concatenate(components) if components else threemf_mesh(found)
        rows = np.array(use.get("transform", "1 0 0 0 1 0 0 0 1 0 0 0").split(), float)
        moved: Array = triangles @ rows[:9].reshape(3, 3) + rows[9:]
        return moved

    return np.concatenate([placed(item) for item in root.iter(f"{SPACE}item")])


def threemf_mesh(found: ElementTree.Element) -> Array:
    vertices = np.array(
        [[float(one.attrib[name]) for name in "xyz"] for one in found.iter(f"{SPACE}vertex")]
    )
    corners = [
        [int(one.attrib[name]) for name in ("v1", "v2", "v3")]
        for one in found.iter(f"{SPACE}triangle")
    ]
    triangles: Array = vertices[np.array(corners)]
    return triangles


@pytest.mark.parametrize(
    ("name", "read", "metres", "is_z_up", "flat_ones"),
    [
        ("ADIS16480.STL", stl_text, 0.001, True, 0),
        ("busted.STL", stl_binary, 0.001, True, 0),
        ("fandisk.obj", obj, 1.0, False, 0),
        ("cycloidal.ply", ply, 1.0, True, 0),
        ("counterXP.3MF", threemf, 0.001, True, 0),
    ],
)
def test_triangles_box_area_and_volume_are_those_of_the_source(
    converted: Callable[[str], Outcome],
    samples: Path,
    tmp_path: Path,
    name: str,
    read: Callable[[Path], Array],
    metres: float,
    is_z_up: bool,
    flat_ones: int,
) -> None:
    source = measured(read(samples / "mesh" / name) * metres)
    found = measured_glb(converted(name).files["model.raw.glb"], tmp_path)
    low, high = z_up(found.low, found.high) if is_z_up else (found.low, found.high)
    size = float(np.linalg.norm(source.high - source.low))
    flat = int(converted(name).manifest.facts.get("flat_triangles_left_out", 0))
    assert (found.triangles + flat, flat) == (source.triangles, flat_ones)
    assert np.allclose(low, source.low, atol=1e-6 * size)
    assert np.allclose(high, source.high, atol=1e-6 * size)
    assert found.area == pytest.approx(source.area, rel=1e-5)
    # What is not closed has a volume that depends on where the origin is.
    assert found.volume == pytest.approx(source.volume, rel=1e-4, abs=1e-6 * size**3)


@pytest.mark.parametrize("name", CONVERTERS)
def test_every_sample_is_converted_and_valid(
    converted: Callable[[str], Outcome], tmp_path: Path, name: str
) -> None:
    outcome = converted(name)
    assert outcome.exit_code == 0, outcome.log
    raw = validate_gltf(outcome.files["model.raw.glb"], tmp_path)
    packed = validate_gltf(outcome.files["model.glb"], tmp_path)
    assert (raw.problems, packed.problems) == ((), ())
    assert {"model.glb", "model.raw.glb", "assembly.json", "thumbnail.webp"} <= set(outcome.files)
    assert 0 < raw.triangles <= int(outcome.manifest.facts["triangles"])


def test_converting_again_gives_the_same_bytes(
    converted: Callable[[str], Outcome], converter: ConversionImage, samples: Path
) -> None:
    name = "CesiumMilkTruck.glb"
    again = converter.convert(CONVERTERS[name], (samples / "mesh" / name).read_bytes())
    assert again.files == converted(name).files


def test_fbx_keeps_its_19_meshes_4_materials_and_names(
    converted: Callable[[str], Outcome],
) -> None:
    gltf = converted("spider.fbx").glb()
    assert len(gltf["meshes"]) == 19
    assert len(gltf["materials"]) == 4
    assert {"klZahn", "OK"} <= {node["name"] for node in gltf["nodes"]}
    assert converted("spider.fbx").manifest.facts["external_textures"] == 4


def test_fbx_says_its_unit_and_up_axis(converted: Callable[[str], Outcome]) -> None:
    facts = converted("box_embedded.FBX").manifest.facts
    assert facts["metres_per_unit"] == pytest.approx(0.0254)
    assert facts["up_axis"] == "z"


def test_textures_become_webp_for_the_web_and_stay_what_they_are_in_the_raw_scene(
    converted: Callable[[str], Outcome],
) -> None:
    for name in ("box_embedded.FBX", "CesiumMilkTruck.glb"):
        outcome = converted(name)
        assert {one["mimeType"] for one in outcome.glb("model.glb")["images"]} == {"image/webp"}
        assert "image/webp" not in {one["mimeType"] for one in outcome.glb()["images"]}
        assert len(outcome.files["model.glb"]) < 0.3 * len(outcome.files["model.raw.glb"])
