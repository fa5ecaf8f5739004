"""STEP → GLB: what must survive, and what must be refused."""

from __future__ import annotations

import hashlib
import json
import math
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from conversion_runtime.errors import PackFailed
from glb_runtime.pack import check_packed
from tests.integration.conversion_image import Outcome
from tests.integration.convert_cad.conftest import CadConverter
from twin.spatial.assembly import Assembly, AssemblyNode

pytestmark = [pytest.mark.container, pytest.mark.slow]


def nodes_of(outcome: Outcome) -> list[AssemblyNode]:
    def below(node: AssemblyNode) -> Iterator[AssemblyNode]:
        yield node
        for child in node.children:
            yield from below(child)

    roots = Assembly.from_dict(outcome.json("assembly.json")).roots
    return [node for root in roots for node in below(root)]


def leaves_of(outcome: Outcome) -> list[AssemblyNode]:
    return [node for node in nodes_of(outcome) if node.triangles]


def position_accessors(gltf: Mapping[str, Any]) -> Iterator[Any]:
    for mesh in gltf["meshes"]:
        for primitive in mesh["primitives"]:
            yield gltf["accessors"][primitive["attributes"]["POSITION"]]


@pytest.fixture(scope="session")
def as1(converter: CadConverter, samples: Path) -> Outcome:
    return converter.convert_step((samples / "cad" / "as1-oc-214.stp").read_bytes())


def test_as1_keeps_its_18_occurrences_of_5_parts(as1: Outcome) -> None:
    assert as1.exit_code == 0, as1.log
    leaves = leaves_of(as1)
    assert len(leaves) == 18
    assert len({(leaf.triangles, leaf.colour) for leaf in leaves}) == 5
    assert as1.manifest.facts["occurrences"] == 18


def test_as1_keeps_its_tree_of_28_names(as1: Outcome) -> None:
    paths = {node.path for node in nodes_of(as1)}
    assert len(nodes_of(as1)) == 28
    assert "as1/rod-assembly_1/nut_1" in paths


def test_as1_keeps_its_five_colours(as1: Outcome) -> None:
    assert len({leaf.colour for leaf in leaves_of(as1)}) == 5
    assert {leaf.colour for leaf in leaves_of(as1) if leaf.name.startswith("nut")} == {"#ff0000"}


def test_as1_is_in_metres(as1: Outcome) -> None:
    largest = max(max(accessor["max"]) for accessor in position_accessors(as1.glb()))
    assert 0.05 < largest < 0.5


def test_packed_model_keeps_every_name_and_is_meshopt_compressed(as1: Outcome) -> None:
    packed = as1.glb("model.glb")
    names = sorted(node["name"] for node in packed["nodes"] if node.get("name"))
    assert names == sorted(node.name for node in nodes_of(as1))
    assert any("meshopt" in name for name in packed["extensionsRequired"])
    assert len(as1.files["model.glb"]) < 0.35 * len(as1.files["model.raw.glb"])


def packed_again(as1: Outcome, folder: Path, change: Callable[[Any], None]) -> tuple[Path, Path]:
    """Write the raw model and a packed one with a change in its JSON."""
    raw, packed = folder / "model.raw.glb", folder / "model.glb"
    raw.write_bytes(as1.files[raw.name])
    gltf = as1.glb(packed.name)
    change(gltf)
    text = json.dumps(gltf).encode()
    packed.write_bytes(as1.files[packed.name][:12] + struct.pack("<I", len(text)) + b"JSON" + text)
    return raw, packed


def nothing(_gltf: Any) -> None:  # noqa: ANN401 - glTF's JSON
    pass


def without_a_triangle(gltf: Any) -> None:  # noqa: ANN401 - glTF's JSON
    gltf["accessors"][gltf["meshes"][0]["primitives"][0]["indices"]]["count"] -= 3


def with_a_triangle_more(gltf: Any) -> None:  # noqa: ANN401 - glTF's JSON
    gltf["accessors"][gltf["meshes"][0]["primitives"][0]["indices"]]["count"] += 3


def without_a_part(gltf: Any) -> None:  # noqa: ANN401 - glTF's JSON
    del next(node for node in gltf["nodes"] if "mesh" in node)["mesh"]


def moved(gltf: Any) -> None:  # noqa: ANN401 - glTF's JSON
    for root in gltf["scenes"][0]["nodes"]:
        gltf["nodes"][root]["translation"] = [0.01, 0.0, 0.0]


def shrunk(gltf: Any) -> None:  # noqa: ANN401 - glTF's JSON
    for node in gltf["nodes"]:
        if "mesh" in node:
            node["scale"] = [value / 2 for value in node["scale"]]


def renamed(gltf: Any) -> None:  # noqa: ANN401 - glTF's JSON
    next(node for node in gltf["nodes"] if node.get("name"))["name"] = "other"


def test_packed_model_shows_what_the_raw_one_shows(as1: Outcome, tmp_path: Path) -> None:
    check_packed(*packed_again(as1, tmp_path, nothing))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without_a_triangle, "triangles changed"),
        (with_a_triangle_more, "triangles changed"),
        (without_a_part, "triangles changed"),
        (moved, "bounds changed"),
        (shrunk, "bounds changed"),
        (renamed, "node names changed"),
    ],
)
def test_packed_model_that_shows_something_else_is_refused(
    as1: Outcome, tmp_path: Path, change: Callable[[Any], None], message: str
) -> None:
    with pytest.raises(PackFailed, match=message):
        check_packed(*packed_again(as1, tmp_path, change))


def test_manifest_tells_size_and_digest_of_every_file(as1: Outcome) -> None:
    listed = {file.file_name: (file.size_bytes, file.sha256) for file in as1.manifest.files}
    stored = {
        name: (len(data), hashlib.sha256(data).hexdigest())
        for name, data in as1.files.items()
        if name != "manifest.json"
    }
    assert listed == stored


def test_same_file_gives_the_same_bytes(
    as1: Outcome, converter: CadConverter, samples: Path
) -> None:
    again = converter.convert_step((samples / "cad" / "as1-oc-214.stp").read_bytes())
    assert again.files == as1.files


@pytest.mark.parametrize(
    ("name", "nodes", "occurrences", "colours"),
    [
        ("dm1-id-214.stp", 8, 7, 3),
        ("box_sides.STEP", 11, 10, 1),
        ("red_cube_blue_cylinder.step", 2, 2, 2),
        ("featuretype.STEP", 1, 1, 1),
        ("io1-cm-214.stp", 1, 1, 1),
    ],
)
def test_real_parts_keep_nodes_occurrences_and_colours(
    converter: CadConverter, samples: Path, name: str, nodes: int, occurrences: int, colours: int
) -> None:
    outcome = converter.convert_step((samples / "cad" / name).read_bytes())
    assert outcome.exit_code == 0, outcome.log
    leaves = leaves_of(outcome)
    assert (len(nodes_of(outcome)), len(leaves)) == (nodes, occurrences)
    assert len({leaf.colour for leaf in leaves}) == colours


def test_inches_become_metres(converter: CadConverter, samples: Path) -> None:
    # Five inches long, by the part's own drawing.
    outcome = converter.convert_step((samples / "cad" / "featuretype.STEP").read_bytes())
    lengths = [
        high - low
        for accessor in position_accessors(outcome.glb())
        for low, high in zip(accessor["min"], accessor["max"], strict=True)
    ]
    assert max(lengths) == pytest.approx(5 * 0.0254, rel=1e-3)


def test_up_in_cad_is_up_in_the_scene(converter: CadConverter, tmp_path: Path) -> None:
    outcome = converter.convert_step(converter.make("tower", tmp_path))
    assert outcome.exit_code == 0, outcome.log
    gltf = outcome.glb()
    assert not any({"rotation", "matrix"} & node.keys() for node in gltf["nodes"])
    (accessor,) = position_accessors(gltf)
    assert accessor["min"] == pytest.approx([0, 0, -2], abs=1e-6)
    assert accessor["max"] == pytest.approx([1, 3, 0], abs=1e-6)


def test_byte_order_mark_is_no_obstacle(
    as1: Outcome, converter: CadConverter, samples: Path
) -> None:
    content = (samples / "cad" / "as1-oc-214.stp").read_bytes()
    outcome = converter.convert_step(b"\xef\xbb\xbf" + content)
    assert outcome.files["model.glb"] == as1.files["model.glb"]


@pytest.mark.parametrize("shape", ["far_part", "far_assembly"])
def test_geometry_far_from_the_origin_keeps_its_shape(
    converter: CadConverter, tmp_path: Path, shape: str
) -> None:
    outcome = converter.convert_step(converter.make(shape, tmp_path))
    assert outcome.exit_code == 0, outcome.log
    origin = outcome.json("assembly.json")["local_origin_metres"]
    assert math.hypot(*origin) == pytest.approx(math.hypot(500e3, 4900e3), rel=1e-4)
    screw = screw_positions(outcome)
    heights = {round(y, 6) for _, y, _ in screw}
    assert max(heights) - min(heights) == pytest.approx(0.030, abs=1e-6)
    assert len(screw) > 30
    places = [node.get("translation", [0, 0, 0]) for node in outcome.glb()["nodes"]]
    assert max(abs(value) for place in places for value in place) < 1.0


def screw_positions(outcome: Outcome) -> set[tuple[float, float, float]]:
    """Return the distinct vertices of the first mesh."""
    gltf, data = outcome.glb(), outcome.files["model.raw.glb"]
    accessor = next(position_accessors(gltf))
    view = gltf["bufferViews"][accessor["bufferView"]]
    start = 28 + int.from_bytes(data[12:16], "little") + view.get("byteOffset", 0)
    start += accessor.get("byteOffset", 0)
    stride = view.get("byteStride", 12)
    return {
        struct.unpack_from("<3f", data, start + index * stride)
        for index in range(accessor["count"])
    }


def test_colours_of_parts_survive_the_move_to_a_local_origin(
    converter: CadConverter, tmp_path: Path
) -> None:
    outcome = converter.convert_step(converter.make("far_assembly", tmp_path))
    assert [leaf.colour for leaf in leaves_of(outcome)] == ["#ff0000", "#ff0000"]


def damaged(content: bytes) -> bytes:
    """Rename the definition of one face, so that references to it lead nowhere."""
    face = re.findall(rb"\n(#\d+) ?= ?ADVANCED_FACE", content)[5]
    return re.sub(rb"\n" + face + rb" ?=", b"\n#99999999=", content)


@pytest.mark.parametrize("case", ["half", "dangling", "empty", "text"])
def test_damaged_file_is_refused_without_quoting_it(
    converter: CadConverter, samples: Path, case: str
) -> None:
    content = (samples / "cad" / "as1-oc-214.stp").read_bytes()
    end = b"\nENDSEC;\nEND-ISO-10303-21;\n"
    damages = {
        "half": (content[: len(content) // 2] + end, "SOURCE_DAMAGED"),
        "dangling": (damaged(content), "SOURCE_DAMAGED"),
        "empty": (content.partition(b"DATA;")[0] + b"DATA;" + end, "SOURCE_DAMAGED"),
        "text": (b"Dear all, the secret is 42", "SOURCE_UNREADABLE"),
    }
    bad, code = damages[case]
    outcome = converter.convert_step(bad)
    assert outcome.exit_code == 10
    assert list(outcome.files) == ["error.json"]
    assert outcome.error["code"] == code
    assert "secret" not in str(outcome.error) and "#" not in str(outcome.error)


def test_file_without_surfaces_is_refused(converter: CadConverter, tmp_path: Path) -> None:
    outcome = converter.convert_step(converter.make("wire_only", tmp_path))
    assert (outcome.exit_code, outcome.error["code"]) == (10, "SOURCE_EMPTY")


def test_file_that_refers_to_other_files_is_refused(
    converter: CadConverter, tmp_path: Path
) -> None:
    outcome = converter.convert_step(converter.make("external", tmp_path))
    assert (outcome.exit_code, outcome.error["code"]) == (10, "SOURCE_EXTERNAL_REFERENCE")


def test_source_with_other_bytes_is_refused(converter: CadConverter) -> None:
    outcome = converter.convert_step(b"ISO-10303-21;", sha256="0" * 64)
    assert (outcome.exit_code, outcome.error["code"]) == (10, "JOB_INPUT_CORRUPT")


def test_conversion_that_takes_too_long_is_ended(converter: CadConverter, samples: Path) -> None:
    content = (samples / "cad" / "as1-oc-214.stp").read_bytes()
    outcome = converter.convert_step(content, "--timeout-seconds", "0")
    assert (outcome.exit_code, outcome.error["code"]) == (10, "CONVERSION_TIME_LIMIT")


def test_conversion_that_needs_too_much_memory_is_ended(
    converter: CadConverter, samples: Path
) -> None:
    content = (samples / "cad" / "as1-oc-214.stp").read_bytes()
    outcome = converter.convert_step(content, "--memory-mebibytes", "-1900")
    assert (outcome.exit_code, outcome.error["code"]) == (10, "CONVERSION_CRASHED")
