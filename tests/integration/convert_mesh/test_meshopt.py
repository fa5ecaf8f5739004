"""glTF that meshopt compressed becomes the scene that it was before, our own `model.glb` too."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glb_runtime.accessors import Accessors
from tests.integration.conversion_batch import convert_batch
from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_mesh.conftest import CONVERTERS
from tests.integration.convert_mesh.formats import ply_colours
from tests.integration.convert_mesh.measure import measured_glb
from tests.integration.convert_mesh.moving import moving
from tests.integration.convert_mesh.packing import pack, unpack
from tests.integration.convert_mesh.test_motion import tracks
from tests.integration.gltf_validation import validate_gltf

pytestmark = [pytest.mark.container, pytest.mark.slow]

PACKED = {
    "quantised": ("-c",),
    "quantised as finely as ours": ("-cc", "-ke", "-km", *("-vp", "16", "-ar", "16", "-at", "24")),
    "not quantised": ("-c", "-noq"),
    "floats by their filter": ("-cc", "-vpf", "-vtf", "-vnf"),
    "newer extension": ("-cz", "-ce", "khr"),
    "with a buffer for others": ("-cf",),
}
PACKED_STREAMS = Path(__file__).with_name("pack_views.py")
ONE_UNIT = 1 / 127
"""How far a number may be from another decoder's: the filter of directions says so."""

QUANTISED = 2 / 2**14
"""How far a vertex may be moved, as a share of the scene, where its place has 14 bits or more."""


def raw_scenes(
    converter: ConversionImage, files: Mapping[str, bytes], folder: Path
) -> dict[str, bytes]:
    """Return the raw scene of each file."""
    ended = convert_batch(converter, files, "gltf_to_glb", folder, warm=("gltf_scene",))
    assert {name: one.exit_code for name, one in ended.items()} == dict.fromkeys(files, 0), ended
    return {name: (one.folder / "model.raw.glb").read_bytes() for name, one in ended.items()}


def values(content: bytes, folder: Path) -> tuple[Any, list[Any]]:
    """Return the JSON of a raw scene without what accessors reach, and all numbers."""
    path = folder / "read.glb"
    path.write_bytes(content)
    accessors = Accessors.from_file(path)
    count = len(accessors.glb.json["accessors"])
    found = [accessors.values(at).copy() for at in range(count)]
    kept = [
        {name: one for name, one in accessor.items() if name not in ("min", "max")}
        for accessor in accessors.glb.json["accessors"]
    ]
    return {**accessors.glb.json, "accessors": kept}, found


def assert_alike(found: bytes, expected: bytes, folder: Path) -> None:
    (first, numbers), (second, others) = values(found, folder), values(expected, folder)
    assert first == second
    for one, other in zip(numbers, others, strict=True):
        assert one.shape == other.shape
        assert np.allclose(one, other, rtol=0, atol=1.001 * ONE_UNIT)


def names(gltf: Any) -> set[str]:  # noqa: ANN401 - glTF's JSON
    return {node["name"] for node in gltf["nodes"] if "name" in node}


def looks(gltf: Any) -> list[Any]:  # noqa: ANN401 - glTF's JSON
    """Return the colours and textures of the materials, and the number of images."""
    materials = gltf.get("materials", [])
    return [*(one.get("pbrMetallicRoughness") for one in materials), len(gltf.get("images", []))]


def mean_colour(content: bytes, folder: Path) -> Any:  # noqa: ANN401 - an array
    """Return the mean colour of the corners of all triangles; it does not depend on their order."""
    path = folder / "coloured.glb"
    path.write_bytes(content)
    accessors = Accessors.from_file(path)
    primitives = [one for mesh in accessors.glb.json["meshes"] for one in mesh["primitives"]]
    corners = [
        accessors.floats(one["attributes"]["COLOR_0"])[accessors.values(one["indices"]).ravel(), :3]
        for one in primitives
    ]
    return np.concatenate(corners).mean(axis=0)


def packed_and_not(
    converter: ConversionImage, content: bytes, folder: Path
) -> dict[str, tuple[bytes, bytes]]:
    """Return the raw scenes of a GLB that is packed in every way, and unpacked by the console."""
    packed = {way: pack(converter, content, folder, *options) for way, options in PACKED.items()}
    plain = {f"{way}, unpacked": unpack(one, folder) for way, one in packed.items()}
    assert all(b"meshopt_compression" in one for one in packed.values())
    assert not any(b"meshopt_compression" in one for one in plain.values())
    found = raw_scenes(converter, packed | plain, folder)
    return {way: (found[way], found[f"{way}, unpacked"]) for way in PACKED}


def test_moving_scene_is_unpacked_as_the_console_unpacks_it(
    converter: ConversionImage, tmp_path: Path
) -> None:
    found = packed_and_not(converter, moving(), tmp_path)
    assert {way for way, (packed, plain) in found.items() if packed != plain} == set()


def test_textured_scene_is_unpacked_as_the_console_unpacks_it(
    converter: ConversionImage, samples: Path, tmp_path: Path
) -> None:
    truck = (samples / "mesh" / "CesiumMilkTruck.glb").read_bytes()
    for packed, plain in packed_and_not(converter, truck, tmp_path).values():
        assert_alike(packed, plain, tmp_path)


def test_streams_that_the_packer_writes_seldom_are_unpacked_too(
    converter: ConversionImage, tmp_path: Path
) -> None:
    converter.python_output(PACKED_STREAMS, "seldom.glb", folder=tmp_path)
    content = (tmp_path / "seldom.glb").read_bytes()
    found = raw_scenes(
        converter, {"packed": content, "unpacked": unpack(content, tmp_path)}, tmp_path
    )
    assert_alike(found["packed"], found["unpacked"], tmp_path)
    scene, numbers = values(found["packed"], tmp_path)
    shown = scene["meshes"][0]["primitives"][0]["attributes"]
    places, colours = numbers[shown["POSITION"]], numbers[shown["COLOR_0"]]
    assert np.allclose(places[:, 2], np.sin(3 * places[:, 0]) * places[:, 1], atol=1e-5)
    assert np.allclose(colours[:, 0], places[:, 0] / 2, atol=1e-3)
    assert np.allclose(colours[:, 3], 0.5, atol=1e-3)
    assert np.allclose(np.linalg.norm(numbers[shown["NORMAL"]], axis=1), 1, atol=1e-3)


@pytest.mark.parametrize("name", CONVERTERS)
def test_our_own_model_can_be_uploaded_again(
    converted: Callable[[str], Outcome], converter: ConversionImage, tmp_path: Path, name: str
) -> None:
    first = converted(name)
    assert "meshopt_compression" in json.dumps(first.glb("model.glb")["extensionsRequired"])
    again = converter.convert("gltf_to_glb", first.files["model.glb"])
    assert again.exit_code == 0, again.log
    assert validate_gltf(again.files["model.raw.glb"], tmp_path).problems == ()
    before = measured_glb(first.files["model.raw.glb"], tmp_path)
    after = measured_glb(again.files["model.raw.glb"], tmp_path)
    size = float(np.linalg.norm(before.high - before.low))
    assert after.triangles == before.triangles
    assert np.allclose(after.low, before.low, atol=QUANTISED * size)
    assert np.allclose(after.high, before.high, atol=QUANTISED * size)
    assert after.area == pytest.approx(before.area, rel=1e-3)
    assert names(first.glb()) <= names(again.glb())
    packed = first.glb("model.glb")
    assert looks(again.glb()) == looks(packed)


def test_colours_of_vertices_stay_when_our_own_model_is_uploaded_again(
    converter: ConversionImage, tmp_path: Path
) -> None:
    first = converter.convert("ply_to_glb", ply_colours())
    again = converter.convert("gltf_to_glb", first.files["model.glb"])
    before, after = (mean_colour(one.files["model.raw.glb"], tmp_path) for one in (first, again))
    assert np.ptp(before) > 0.1  # no grey, which any mistake of the order would keep
    assert np.allclose(after, before, atol=1 / 255)


def test_our_own_moving_model_moves_as_before(
    converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first = converter.convert("gltf_to_glb", moving())
    again = converter.convert("gltf_to_glb", first.files["model.glb"])
    assert again.exit_code == 0, again.log
    before = tracks(first.files["model.raw.glb"], tmp_path_factory.mktemp("before"))
    after = tracks(again.files["model.raw.glb"], tmp_path_factory.mktemp("after"))
    assert before.keys() == after.keys() == {"rotation", "weights", "translation"}
    for path, expected in before.items():
        assert np.allclose(after[path], expected, atol=1 / 2**8 if path == "weights" else 1e-4)
    gltf = again.glb()
    (skin,) = gltf["skins"]
    assert [gltf["nodes"][joint]["name"] for joint in skin["joints"]] == ["shoulder", "elbow"]
    (morphed,) = [one for one in gltf["meshes"] if "targets" in one["primitives"][0]]
    assert morphed["extras"]["targetNames"] == ["swollen"]
