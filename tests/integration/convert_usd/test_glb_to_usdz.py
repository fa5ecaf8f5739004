"""GLB → USDZ for augmented reality: proved by OpenUSD's validators and compared with the GLB."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from glb_runtime.extent import vertex_extent
from glb_runtime.glb import Glb
from tests.integration.conversion_batch import convert_batch
from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_usd.conftest import HERE
from twin.spatial.site_converters import SiteConverters

Json = Any
"""What a script of the image printed."""

pytestmark = [pytest.mark.container, pytest.mark.slow]

TRIANGLE = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0)
GLTF: dict[str, Any] = {
    "asset": {"version": "2.0"},
    "scenes": [{"nodes": [0]}],
    "nodes": [{"mesh": 0}],
    "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
    "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"}],
    "bufferViews": [{"buffer": 0, "byteLength": 36}],
    "buffers": [{"byteLength": 36}],
}


def glb(content: bytes = TRIANGLE, *, version: int = 2, **changes: Any) -> bytes:  # noqa: ANN401
    text = json.dumps({**GLTF, **changes}).encode()
    text += b" " * (-len(text) % 4)
    body = struct.pack("<I4s", len(text), b"JSON") + text
    body += struct.pack("<I4s", len(content), b"BIN\0") + content
    return struct.pack("<4sII", b"glTF", version, 12 + len(body)) + body


@pytest.fixture(scope="module")
def truck(samples: Path) -> bytes:
    return (samples / "mesh" / "CesiumMilkTruck.glb").read_bytes()


@pytest.fixture(scope="module")
def outcome(converter: ConversionImage, truck: bytes) -> Outcome:
    return converter.convert("glb_to_usdz", truck)


@pytest.fixture(scope="module")
def told(
    converter: ConversionImage, outcome: Outcome, tmp_path_factory: pytest.TempPathFactory
) -> Json:
    assert outcome.exit_code == 0, outcome.log
    folder = tmp_path_factory.mktemp("usdz")
    (folder / "model.usdz").write_bytes(outcome.files["model.usdz"])
    return json.loads(
        converter.python_output(HERE / "validate_usd.py", "model.usdz", folder=folder)
    )


def test_validators_of_openusd_find_nothing(told: Json) -> None:
    assert told["validators"] >= 25
    assert told["findings"] == []


def test_package_shows_what_the_glb_shows(told: Json, truck: bytes, tmp_path: Path) -> None:
    path = tmp_path / "truck.glb"
    path.write_bytes(truck)
    gltf = Glb.from_file(path)
    box = vertex_extent(gltf, path)
    assert told["triangles"] == gltf.triangles == 3624
    assert told["box"][0] == pytest.approx(box.low.tolist(), abs=1e-5)
    assert told["box"][1] == pytest.approx(box.high.tolist(), abs=1e-5)
    assert set(gltf.names) <= set(told["names"])
    assert len(told["materials"]) == len(gltf.json["materials"])


def test_members_are_stored_at_multiples_of_64_bytes(outcome: Outcome) -> None:
    data, at, names = outcome.files["model.usdz"], 0, []
    while data[at : at + 4] == b"PK\x03\x04":
        method, size = (
            struct.unpack_from("<H", data, at + 8)[0],
            struct.unpack_from("<I", data, at + 18)[0],
        )
        name, extra = struct.unpack_from("<HH", data, at + 26)
        names.append(data[at + 30 : at + 30 + name].decode())
        at += 30 + name + extra
        assert (method, at % 64) == (0, 0)
        at += size
    assert names == ["model.usdc", "textures/0.png"]


def test_same_glb_gives_the_same_bytes(
    converter: ConversionImage, outcome: Outcome, truck: bytes
) -> None:
    again = converter.convert("glb_to_usdz", truck)
    assert again.files == outcome.files
    assert again.manifest.facts["animations_left_out"] == 1


def test_it_does_not_run_by_itself() -> None:
    found = SiteConverters().find("glb", 1000)
    assert found is None or found.name != "glb_to_usdz"


def accessor(**changes: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    return [{**GLTF["accessors"][0], **changes}]


CASES = {
    "cut": (glb()[:60], "SOURCE_UNREADABLE"),
    "not JSON": (glb().replace(b'{"asset"', b'["asset"'), "SOURCE_UNREADABLE"),
    "version 1": (glb(version=1), "SOURCE_UNSUPPORTED"),
    "node below itself": (glb(nodes=[{"mesh": 0, "children": [0]}]), "SOURCE_DAMAGED"),
    "node below two": (
        glb(nodes=[{"children": [1, 2]}, {"children": [2]}, {"mesh": 0}]),
        "SOURCE_DAMAGED",
    ),
    "300 000 nodes": (glb(nodes=[{}] * 300_000), "SOURCE_TOO_COMPLEX"),
    "deep": (
        glb(nodes=[{"children": [at + 1]} for at in range(999)] + [{"mesh": 0}]),
        "SOURCE_TOO_COMPLEX",
    ),
    "file": (glb(buffers=[{"uri": "/etc/passwd"}]), "SOURCE_EXTERNAL_REFERENCE"),
    "image above": (glb(images=[{"uri": "../secret.png"}]), "SOURCE_EXTERNAL_REFERENCE"),
    "compressed": (glb(extensionsRequired=["KHR_draco_mesh_compression"]), "SOURCE_UNSUPPORTED"),
    "count beyond": (glb(accessors=accessor(count=2**40)), "SOURCE_DAMAGED"),
    "offset below zero": (glb(accessors=accessor(byteOffset=-12)), "SOURCE_DAMAGED"),
    "no such view": (glb(accessors=accessor(bufferView=-1)), "SOURCE_DAMAGED"),
    "unknown component": (glb(accessors=accessor(componentType=1)), "SOURCE_DAMAGED"),
    "sparse": (glb(accessors=accessor(sparse={})), "SOURCE_UNSUPPORTED"),
    "not a number": (glb(struct.pack("<f", float("nan")) * 9), "SOURCE_BOUNDS_INVALID"),
    "matrix of text": (glb(nodes=[{"mesh": 0, "matrix": "secret"}]), "SOURCE_DAMAGED"),
    "nodes of numbers": (glb(nodes=[7]), "SOURCE_DAMAGED"),
    "no meshes": (glb(nodes=[{}]), "SOURCE_EMPTY"),
    "no scene": (glb(scenes=[]), "SOURCE_EMPTY"),
}


def test_hostile_glb_is_refused_with_its_code(converter: ConversionImage, tmp_path: Path) -> None:
    files = {name: content for name, (content, _) in CASES.items()}
    warm = ("glb_scene", "usd_scene", "usdz")
    found = convert_batch(converter, files, "glb_to_usdz", tmp_path, warm=warm)
    expected = {name: code for name, (_, code) in CASES.items()}
    assert {name: ended.code for name, ended in found.items()} == expected
    for ended in found.values():
        assert ended.exit_code == 10
        assert "secret" not in str(ended.error) and "passwd" not in str(ended.error)
        assert not (ended.folder / "model.usdz").exists()
