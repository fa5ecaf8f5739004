"""What each format says is kept: units, axes, names, colours, polygons, instances, far places."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from tests.integration.conversion_batch import Ended, convert_batch
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_mesh import formats
from tests.integration.convert_mesh.hostile_gltf import DRACO_TRIANGLE, draco
from tests.integration.convert_mesh.measure import Measures, measured_glb, z_up

pytestmark = [pytest.mark.container, pytest.mark.slow]

RAW = "model.raw.glb"

FILES = {
    "obj_to_glb": {
        "arrow": formats.obj(formats.ARROW, "f 1 2 3 4"),
        "star": formats.obj(formats.STAR, "f 1 2 3 4 5 6 7 8"),
        "far": formats.obj(formats.box_at(*formats.FAR), *formats.BOX_FACES),
        "groups": formats.obj(
            [*formats.BOX, *formats.box_at(1.0, 0.0, 0.0)],
            *("mtllib paint.mtl", "o left", "usemtl red", *formats.BOX_FACES[:3]),
            *("o right", "usemtl blue", *formats.BOX_FACES[3:]),
        ),
    },
    "stl_to_glb": {"dirty": formats.stl_with_flat_triangles()},
    "ply_to_glb": {
        "stray": formats.ply_with_a_stray_vertex(),
        "colours": formats.ply_colours(),
        "strips": formats.ply_strips(),
    },
    "threemf_to_glb": {"assembly": formats.threemf_assembly()},
    "collada_to_glb": {"instances": formats.collada_instances()},
    "gltf_to_glb": {
        "strip": formats.gltf_mode(5, (0, 1, 2, 3, 4)),
        "fan": formats.gltf_mode(6, (0, 1, 3, 2)),
        "sparse": formats.gltf_sparse(),
        "far_nodes": formats.gltf_far(),
        "draco": draco(DRACO_TRIANGLE),
    },
}


@pytest.fixture(scope="module")
def ended(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    """Return how every file ended, by its name."""
    found: dict[str, Ended] = {}
    for name, files in FILES.items():
        found |= convert_batch(converter, files, name, tmp_path_factory.mktemp(name))
    return found


def gltf_of(one: Ended) -> Any:  # noqa: ANN401 - glTF's JSON
    data = (one.folder / RAW).read_bytes()
    return json.loads(data[20 : 20 + int.from_bytes(data[12:16], "little")])


def facts_of(one: Ended) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((one.folder / "report.json").read_text())["facts"]
    return facts


def measures_of(one: Ended) -> Measures:
    assert one.exit_code == 0, one.code
    return measured_glb((one.folder / RAW).read_bytes(), one.folder)


@pytest.mark.parametrize(("name", "triangles", "area"), [("arrow", 2, 3.0), ("star", 6, 8.0)])
def test_polygon_with_inner_corners_keeps_its_area(
    ended: dict[str, Ended], name: str, triangles: int, area: float
) -> None:
    found = measures_of(ended[name])
    assert found.triangles == triangles
    assert found.area == pytest.approx(area)


def test_box_five_thousand_kilometres_away_keeps_its_size_and_its_place(
    ended: dict[str, Ended],
) -> None:
    found, facts = measures_of(ended["far"]), facts_of(ended["far"])
    origin = [facts[f"origin_{axis}_metres"] for axis in "xyz"]
    low, high = z_up(found.low, found.high)
    # OBJ is read with Y up, so the north of the file is up.
    east, up, south = formats.FAR
    assert np.allclose(high - low, (0.01, 0.03, 0.02), atol=1e-9)
    assert np.allclose(low + origin, (east, -south - 0.03, up), atol=1e-6)
    assert found.volume == pytest.approx(0.01 * 0.02 * 0.03, rel=1e-6)


def test_what_nobody_can_see_is_left_out_and_told(ended: dict[str, Ended]) -> None:
    dirty, stray = measures_of(ended["dirty"]), measures_of(ended["stray"])
    assert (dirty.triangles, facts_of(ended["dirty"])["flat_triangles_left_out"]) == (1, 2)
    assert float(np.abs(dirty.high).max()) == pytest.approx(0.01)
    assert (stray.triangles, float(np.abs(stray.high).max())) == (1, 1.0)


def test_gltf_whose_nodes_are_far_away_gets_a_local_origin(ended: dict[str, Ended]) -> None:
    found, facts = measures_of(ended["far_nodes"]), facts_of(ended["far_nodes"])
    origin = [facts[f"origin_{axis}_metres"] for axis in "xyz"]
    low, high = z_up(found.low, found.high)
    east, north, up = formats.FAR
    assert np.allclose(low + origin, (east + 0.5, north, up), atol=1e-6)
    assert float(np.abs((low, high)).max()) < 1.0


def test_obj_keeps_its_objects_and_says_that_materials_are_elsewhere(
    ended: dict[str, Ended],
) -> None:
    gltf = gltf_of(ended["groups"])
    assert {node.get("name") for node in gltf["nodes"]} >= {"left", "right"}
    assert {material["name"] for material in gltf["materials"]} == {"red", "blue"}
    assert facts_of(ended["groups"])["external_material_files"] == 1


def test_colours_of_vertices_become_linear(ended: dict[str, Ended]) -> None:
    one = ended["colours"]
    found = gltf_of(one)
    at = found["meshes"][0]["primitives"][0]["attributes"]["COLOR_0"]
    view = found["bufferViews"][found["accessors"][at]["bufferView"]]
    data = (one.folder / RAW).read_bytes()
    start = 28 + int.from_bytes(data[12:16], "little") + view["byteOffset"]
    colours = np.frombuffer(data, "<u2", 12, start).reshape(3, 4) / 65535
    grey = ((188 / 255 + 0.055) / 1.055) ** 2.4
    assert np.allclose(colours[0], (1, 0, 0, 1), atol=1e-4)
    assert np.allclose(colours[1], (grey, grey, grey, 1), atol=1e-4)
    assert np.allclose(colours[2], (1, 1, 1, 128 / 255), atol=1e-4)


def test_3mf_keeps_components_names_colours_and_inches(ended: dict[str, Ended]) -> None:
    gltf, found = gltf_of(ended["assembly"]), measures_of(ended["assembly"])
    assert [node["name"] for node in gltf["nodes"]] == ["pair", "bolt", "bolt"]
    assert len(gltf["meshes"]) == 1
    assert gltf["materials"][0]["name"] == "Paint"
    assert gltf["materials"][0]["pbrMetallicRoughness"]["baseColorFactor"] == [1, 0, 0, 1]
    assert np.allclose(z_up(found.low, found.high)[1], (0.0254, 0.0254, 0.0254))


def test_collada_shows_a_part_of_its_library_at_every_place(ended: dict[str, Ended]) -> None:
    gltf, found = gltf_of(ended["instances"]), measures_of(ended["instances"])
    names = [node.get("name") for node in gltf["nodes"]]
    assert (names.count("part"), names.count("left"), names.count("right")) == (3, 1, 1)
    assert (len(gltf["meshes"]), found.triangles) == (1, 3)
    assert np.allclose(found.high, (0.01, 0.01, 0.0))


@pytest.mark.parametrize(
    ("name", "triangles", "area"),
    [("strip", 3, 1.5), ("fan", 2, 1.0), ("sparse", 1, 2.5), ("draco", 1, 0.5), ("strips", 3, 1.5)],
)
def test_strips_fans_sparse_and_compressed_values_of_gltf_become_plain_triangles(
    ended: dict[str, Ended], name: str, triangles: int, area: float
) -> None:
    found = measures_of(ended[name])
    assert found.triangles == triangles
    assert found.area == pytest.approx(area)
