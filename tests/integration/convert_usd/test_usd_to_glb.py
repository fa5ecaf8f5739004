"""USD → GLB: what must survive, compared with what OpenUSD itself says of the stage."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glb_runtime.extent import vertex_extent
from glb_runtime.glb import Glb
from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_usd.conftest import HERE, square, usda
from tests.integration.convert_usd.everything import everything
from tests.integration.gltf_validation import validate_gltf
from twin.spatial.assembly import Assembly, AssemblyNode

Json = Any
"""What a script of the image printed."""

pytestmark = [pytest.mark.container, pytest.mark.slow]


@pytest.fixture(scope="module")
def outcome(converter: ConversionImage) -> Outcome:
    return converter.convert("usd_to_glb", everything())


@pytest.fixture(scope="module")
def told(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> Json:
    return stage_facts(converter, everything(), "a.usdz", tmp_path_factory.mktemp("stage"))


def stage_facts(converter: ConversionImage, content: bytes, name: str, folder: Path) -> Any:  # noqa: ANN401
    """Return what OpenUSD computes of a stage."""
    (folder / name).write_bytes(content)
    return json.loads(converter.python_output(HERE / "stage_facts.py", name, folder=folder))


def leaves(outcome: Outcome) -> dict[str, AssemblyNode]:
    found: dict[str, AssemblyNode] = {}

    def visit(node: AssemblyNode) -> None:
        if node.triangles:
            found[node.path] = node
        for child in node.children:
            visit(child)

    for root in Assembly.from_dict(outcome.json("assembly.json")).roots:
        visit(root)
    return found


def extent(outcome: Outcome, folder: Path) -> list[list[float]]:
    path = folder / "model.glb"
    path.write_bytes(outcome.files["model.raw.glb"])
    box = vertex_extent(Glb.from_file(path), path)
    return [box.low.tolist(), box.high.tolist()]


def material_of(gltf: Mapping[str, Any], node_name: str, primitive: int = 0) -> Any:  # noqa: ANN401
    node = next(node for node in gltf["nodes"] if node.get("name") == node_name)
    return gltf["materials"][gltf["meshes"][node["mesh"]]["primitives"][primitive]["material"]]


def test_tree_has_the_names_of_the_stage_and_only_what_is_shown(outcome: Outcome) -> None:
    assert outcome.exit_code == 0, outcome.log
    assert set(leaves(outcome)) == {
        "World/Two",
        "World/Ball",
        "World/Choice/Box",
        "World/Left/Plate",
        "World/Right/Plate",
        "World/Bolts/Bolt_1/Head",
        "World/Bolts/Bolt_3/Head",
    }


def test_bounds_are_those_that_openusd_computes(
    outcome: Outcome, told: Json, tmp_path: Path
) -> None:
    (low, high) = told["box_metres_y_up"]
    found = extent(outcome, tmp_path)
    assert found[0] == pytest.approx(low, abs=1e-5)
    assert found[1] == pytest.approx(high, abs=1e-5)
    assert outcome.manifest.facts["metres_per_unit"] == pytest.approx(0.01)
    assert outcome.manifest.facts["up_axis"] == "z"


def test_display_names_are_kept_beside_the_names(outcome: Outcome) -> None:
    nodes = {node["name"]: node for node in outcome.glb()["nodes"]}
    for name in ("Left", "Right"):
        assert nodes[name]["extras"] == {"usd_path": f"/World/{name}", "display_name": "Pump 1"}


def test_polygons_become_fans(outcome: Outcome, told: Json) -> None:
    flat = {path: node.triangles for path, node in leaves(outcome).items() if "Ball" not in path}
    assert flat["World/Two"] == 3 and flat["World/Choice/Box"] == 12
    assert sum(flat.values()) == told["fan_triangles"] + 12


def test_materials_colours_and_textures(outcome: Outcome) -> None:
    gltf = outcome.glb()
    red = material_of(gltf, "Two", 0)
    assert red["pbrMetallicRoughness"]["baseColorFactor"] == [1, 0, 0, 1]
    assert red["pbrMetallicRoughness"]["metallicFactor"] == 1
    assert red["pbrMetallicRoughness"]["roughnessFactor"] == pytest.approx(0.25)
    painted = material_of(gltf, "Two", 1)["pbrMetallicRoughness"]
    # The roughness is in the red channel there, and in the green one of a second image here.
    assert painted["baseColorTexture"] != painted["metallicRoughnessTexture"]
    assert (painted["roughnessFactor"], painted["metallicFactor"]) == (1, 0)
    ball = material_of(gltf, "Ball")["pbrMetallicRoughness"]
    assert ball["baseColorFactor"] == [0, 0, 1, 1]


def test_instances_share_one_mesh(outcome: Outcome) -> None:
    nodes = outcome.glb()["nodes"]
    plates = [node["mesh"] for node in nodes if node.get("name") == "Plate"]
    heads = [node["mesh"] for node in nodes if node.get("name") == "Head"]
    assert len(plates) == 2 == len(heads)
    assert len(set(plates)) == 1 == len(set(heads))


RED, BLUE = (
    f'color3f[] primvars:displayColor = [({one})] (interpolation = "constant")'
    for one in ("1, 0, 0", "0, 0, 1")
)
HOLE = "int[] holeIndices = [0]"
ALIKE = {
    "first": RED,
    "second": RED,
    "blue": BLUE,
    "left": f'{RED}\n    uniform token orientation = "leftHanded"',
    "smooth": f"{RED}\n    normal3f[] normals = [(0, 0, 1), (0, 0, 1), (0, 0, 1), (0, 1, 0)]",
    "corners": f"{RED}\n    normal3f[] normals = [(0, 0, 1), (0, 0, 1), (0, 0, 1), (0, 1, 0)] "
    '(interpolation = "faceVarying")',
}


def test_meshes_that_are_alike_in_everything_are_written_once(converter: ConversionImage) -> None:
    body = "".join(square(name, more) for name, more in ALIKE.items())
    outer = f'def Xform "outer"\n{{\n    {BLUE}\n    {square("inherits")}\n}}'
    outcome = converter.convert("usd_to_glb", usda(body + outer + square("holed", HOLE)))
    assert outcome.exit_code == 0, outcome.log
    gltf = outcome.glb()
    meshes = {node["name"]: node["mesh"] for node in gltf["nodes"] if "mesh" in node}
    assert meshes["first"] == meshes["second"]
    # One hole is the whole mesh: it shows nothing. What inherits its colour is as blue as `blue`.
    assert set(meshes) == {*ALIKE, "inherits"}
    assert meshes["inherits"] == meshes["blue"]
    assert len({meshes[name] for name in ALIKE}) == len(ALIKE) - 1
    assert [node.name for node in leaves(outcome).values()] == [*ALIKE, "inherits"]


def test_every_cage_is_counted_though_alike(converter: ConversionImage) -> None:
    body = square("one") + square("two")
    outcome = converter.convert("usd_to_glb", usda(body.replace('"none"', '"catmullClark"')))
    assert outcome.manifest.facts["surfaces_shown_by_their_cages"] == 2


def test_left_handed_faces_look_the_other_way(outcome: Outcome, tmp_path: Path) -> None:
    gltf, data = outcome.glb(), outcome.files["model.raw.glb"]
    node = next(node for node in gltf["nodes"] if node.get("name") == "Two")
    start = 28 + int.from_bytes(data[12:16], "little")
    for primitive in gltf["meshes"][node["mesh"]]["primitives"]:
        rows = {}
        for name, kind in (("POSITION", np.float32), ("indices", np.uint16)):
            index = primitive["attributes"].get(name, primitive["indices"])
            accessor = gltf["accessors"][index]
            at = start + gltf["bufferViews"][accessor["bufferView"]].get("byteOffset", 0)
            width = 3 if name == "POSITION" else 1
            rows[name] = np.frombuffer(data, kind, accessor["count"] * width, at)
        corners = rows["POSITION"].reshape(-1, 3)[rows["indices"].reshape(-1, 3)]
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        # Right-handed they would look along the stage's Z, which is up.
        assert (across[:, 1] < 0).all()


@pytest.mark.parametrize("name", ["model.raw.glb", "model.glb"])
def test_khronos_validator_finds_nothing(outcome: Outcome, name: str, tmp_path: Path) -> None:
    assert validate_gltf(outcome.files[name], tmp_path).problems == ()


def test_teapot_is_whole(converter: ConversionImage, samples: Path, tmp_path: Path) -> None:
    content = (samples / "usd" / "UtahTeapot.usd").read_bytes()
    outcome = converter.convert("usd_to_glb", content)
    told = stage_facts(converter, content, "a.usd", tmp_path)
    assert outcome.manifest.facts["triangles"] == told["fan_triangles"] == 2472
    assert outcome.manifest.facts["surfaces_shown_by_their_cages"] == 1
    (low, high), found = told["box_metres_y_up"], extent(outcome, tmp_path)
    assert found[0] == pytest.approx(low, abs=1e-5)
    assert found[1] == pytest.approx(high, abs=1e-5)


def test_skinned_and_textured_package_twice_gives_the_same_bytes(
    converter: ConversionImage, samples: Path, tmp_path: Path
) -> None:
    content = (samples / "usd" / "CesiumMan.usdz").read_bytes()
    first, second = (converter.convert("usd_to_glb", content) for _ in range(2))
    assert first.files == second.files
    assert first.manifest.facts["triangles"] == 4672
    assert len(first.glb()["images"]) == 1
    assert "thumbnail.webp" in first.files
    assert validate_gltf(first.files["model.raw.glb"], tmp_path).problems == ()


def test_stage_far_from_its_origin_gets_a_local_one(
    converter: ConversionImage, tmp_path: Path
) -> None:
    far = (
        f'def Xform "Far"\n{{\n{square()}    double3 xformOp:translate = (500000, 4900000, 100)\n'
        '    uniform token[] xformOpOrder = ["xformOp:translate"]\n}'
    )
    outcome = converter.convert("usd_to_glb", usda(far, 'upAxis = "Z"\n    metersPerUnit = 1'))
    origin = outcome.json("assembly.json")["local_origin_metres"]
    assert origin == pytest.approx([500000, 4900000, 100])
    found = extent(outcome, tmp_path)
    assert found == [pytest.approx([-1, 0, -1]), pytest.approx([1, 0, 1])]
