"""Real building models: every product, its GlobalId, box, volume, colour, storey and properties."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_bim.conftest import CONVERTER
from tests.integration.convert_bim.placed_meshes import placed_meshes, volume
from tests.integration.gltf_validation import validate_gltf
from twin.spatial.assembly import Assembly, AssemblyNode

pytestmark = [pytest.mark.container, pytest.mark.slow]

HERE = Path(__file__).parent
HOUSE_SHOWN = {
    "IfcBeam": 51,
    "IfcFurnishingElement": 21,
    "IfcWallStandardCase": 13,
    "IfcWindow": 11,
    "IfcDoor": 5,
    "IfcSlab": 4,
    "IfcRailing": 2,
    "IfcColumn": 1,
    "IfcStair": 1,
    "IfcSite": 1,
}
"""Counted in the text of the file: its 134 bodies are these, 7 spaces and 17 openings."""


def nodes_of(outcome: Outcome) -> Iterator[AssemblyNode]:
    waiting = list(Assembly.from_dict(outcome.json("assembly.json")).roots)
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.children


def plain(sample: Path, folder: Path) -> Path:
    """Return a sample out of its archive."""
    if sample.suffix != ".ifczip":
        return sample
    with zipfile.ZipFile(sample) as archive:
        return Path(archive.extract(archive.namelist()[0], folder))


def objects_of(outcome: Outcome) -> dict[str, Any]:
    objects: dict[str, Any] = outcome.json("properties.json")["objects"]
    return objects


def test_the_house_shows_110_elements_and_7_spaces_of_its_134_bodies(house: Outcome) -> None:
    assert house.exit_code == 0, house.log
    objects = objects_of(house)
    shown = Counter(
        objects[name]["ifc_class"] for name in placed_meshes(house.files["model.raw.glb"])
    )
    assert shown == HOUSE_SHOWN
    spaces = placed_meshes(house.files["spaces.glb"])
    assert {objects[name]["ifc_class"] for name in spaces} == {"IfcSpace"}
    assert len(spaces) == 7
    facts = house.manifest.facts
    assert (facts["products"], facts["spaces"], facts["products_lost"]) == (110, 7, 0)


@pytest.mark.parametrize(
    ("name", "products"),
    [
        ("AC14-FZK-Haus.ifc", 110),
        ("ROOT-kalkzandsteen.ifczip", 135),
        ("ROOT-kanaalplaatvloer.ifczip", 50),
        ("ROOT-prefab_balkons.ifczip", 4),
    ],
)
def test_products_have_the_boxes_and_volumes_of_the_exact_kernel(
    converter: ConversionImage,
    converted: Callable[[str], Outcome],
    samples: Path,
    tmp_path: Path,
    name: str,
    products: int,
) -> None:
    outcome = converted(name)
    assert outcome.exit_code == 0, outcome.log
    source = plain(samples / "bim" / name, tmp_path)
    printed = converter.python_output(HERE / "reference.py", str(source), folder=tmp_path)
    reference = json.loads(printed.splitlines()[-1])
    meshes = placed_meshes(outcome.files["model.raw.glb"])
    unseen = {
        key for key, (kind, *_) in reference.items() if kind in ("IfcSpace", "IfcOpeningElement")
    }
    assert len(meshes) == products
    assert meshes.keys() == reference.keys() - unseen
    for key, (points, triangles) in meshes.items():
        _, expected, low, high = reference[key]
        assert points.min(axis=0).tolist() == pytest.approx(low, abs=1e-4)
        assert points.max(axis=0).tolist() == pytest.approx(high, abs=1e-4)
        # Circles become polygons, by each kernel with its own number of corners.
        assert volume(points, triangles) == pytest.approx(expected, rel=0.02, abs=1e-6)


def test_walls_have_the_volumes_that_the_program_wrote_that_drew_them(walls: Outcome) -> None:
    objects = objects_of(walls)
    compared = 0
    for key, (points, triangles) in placed_meshes(walls.files["model.raw.glb"]).items():
        quantities = objects[key]["quantities"].get("BaseQuantities", {})
        if "NetVolume" in quantities:
            compared += 1
            assert quantities["NetVolume"]["unit"] == "m3"
            told = quantities["NetVolume"]["value"]
            assert volume(points, triangles) == pytest.approx(told, rel=0.01, abs=0.002), key
    assert compared == 134


def test_the_tree_is_site_building_storey_element(house: Outcome) -> None:
    (root,) = Assembly.from_dict(house.json("assembly.json")).roots
    (site,) = root.children
    (building,) = site.children
    names = [storey.identity.instance_name for storey in building.children if storey.identity]
    assert names == ["0. Erdgeschoss", "1. Dachgeschoss"]
    assert [len(storey.children) for storey in building.children] == [45, 64]


def test_names_are_the_global_ids_of_the_file(house: Outcome, samples: Path) -> None:
    text = (samples / "bim" / "AC14-FZK-Haus.ifc").read_bytes()
    known = set(re.findall(rb"= ?IFC\w+\('([0-9A-Za-z_$]{22})'", text))
    nodes = list(nodes_of(house))
    assert len({node.name for node in nodes}) == len(nodes) == 114
    for node in nodes:
        assert node.name.encode() in known
        assert node.identity is not None
        assert node.identity.global_id == node.name


def test_boxes_of_the_assembly_are_those_of_the_triangles(house: Outcome) -> None:
    meshes = placed_meshes(house.files["model.raw.glb"])
    boxes = {node.name: node.box for node in nodes_of(house) if node.triangles}
    assert boxes.keys() == meshes.keys()
    for key, (points, _) in meshes.items():
        box = boxes[key]
        assert box is not None
        assert points.min(axis=0).tolist() == pytest.approx(box.minimum, abs=1e-4)
        assert points.max(axis=0).tolist() == pytest.approx(box.maximum, abs=1e-4)


def test_glass_is_transparent_and_the_roof_is_red(house: Outcome) -> None:
    materials = house.glb()["materials"]
    assert any(material.get("alphaMode") == "BLEND" for material in materials)
    slabs = {k for k, o in objects_of(house).items() if o["ifc_class"] == "IfcSlab"}
    colours = [node.colour for node in nodes_of(house) if node.name in slabs and node.colour]
    assert any(int(c[1:3], 16) > 150 and int(c[5:7], 16) < 60 for c in colours)


def test_properties_tell_type_storey_material_and_sets(walls: Outcome) -> None:
    wall = next(o for o in objects_of(walls).values() if o["ifc_class"] == "IfcWall")
    assert wall["properties"]["Pset_WallCommon"] == {"LoadBearing": True, "IsExternal": True}
    assert wall["materials"] == ["03 Metselwerk - kalkzandsteen C"]
    assert objects_of(walls)[wall["storey"]]["ifc_class"] == "IfcBuildingStorey"


def test_place_on_earth_and_unit_are_facts(walls: Outcome) -> None:
    facts = walls.manifest.facts
    assert facts["length_unit_metres"] == pytest.approx(0.001)
    assert facts["latitude_degrees"] == pytest.approx(52.15)
    assert facts["longitude_degrees"] == pytest.approx(5 + 23 / 60)
    assert facts["elevation_metres"] == pytest.approx(20.0)


def test_same_file_gives_the_same_bytes(
    walls: Outcome, converter: ConversionImage, samples: Path
) -> None:
    content = (samples / "bim" / "ROOT-kalkzandsteen.ifczip").read_bytes()
    assert converter.convert(CONVERTER, content).files == walls.files


def test_glbs_are_valid_glTF(house: Outcome, tmp_path: Path) -> None:
    for name in ("model.raw.glb", "spaces.glb", "model.glb"):
        found = validate_gltf(house.files[name], tmp_path)
        assert found.problems == (), name
    assert house.manifest.facts["triangles"] == pytest.approx(36490, rel=0.1)
