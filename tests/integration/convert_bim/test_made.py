"""What no sample has: far places, other units, maps, instances, cuts, twice one GlobalId."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from tests.integration.conversion_batch import Ended, convert_batch
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_bim.conftest import CONVERTER
from tests.integration.convert_bim.make_ifc import LINES, archive, changed, ifc
from tests.integration.convert_bim.placed_meshes import Array, placed_meshes, volume

pytestmark = [pytest.mark.container, pytest.mark.slow]

WALL = "0000000000000000000010"
OTHER = "0000000000000000000020"
FAR = (500_000.0, 4_900_000.0, 100.0)
HERE = (10.0, 20.0, 30.0)
POINT = "IFCCARTESIANPOINT(({},{},{}));".format
STYLE = (
    "#90=IFCCOLOURRGB($,1.,0.5,0.);",
    "#91=IFCSURFACESTYLERENDERING(#90,0.25,$,$,$,$,$,$,.FLAT.);",
    "#92=IFCSURFACESTYLE($,.BOTH.,(#91));",
    "#93=IFCSTYLEDITEM(#24,(#92),$);",
)
MAP = (
    "#90=IFCPROJECTEDCRS('EPSG:25832',$,$,$,$,$,$);",
    "#91=IFCMAPCONVERSION(#3,#90,458870.063285681,5438232.83454868,114.,0.8660254,0.5,$);",
)
HALF = (
    "#90=IFCCARTESIANPOINT((0.,0.,1.));",
    "#91=IFCAXIS2PLACEMENT3D(#90,$,$);",
    "#92=IFCPLANE(#91);",
    "#93=IFCHALFSPACESOLID(#92,.F.);",
    "#94=IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,#24,#93);",
)
SPACE = (
    f"#90=IFCSPACE('{OTHER}',$,'Kitchen',$,$,#32,#26,$,$,$,$);",
    "#91=IFCRELAGGREGATES('0000000000000000000021',$,$,$,#10,(#90));",
)
DOCUMENT = (
    "#90=IFCDOCUMENTREFERENCE('file:///etc/passwd','','',$,$);",
    "#91=IFCRELASSOCIATESDOCUMENT('0000000000000000000021',$,$,$,(#40),#90);",
)
QUANTITY = (
    "#90=IFCQUANTITYLENGTH('Height',$,$,3000.,$);",
    f"#91=IFCELEMENTQUANTITY('{OTHER}',$,'Qto_WallBaseQuantities',$,$,(#90));",
    "#92=IFCRELDEFINESBYPROPERTIES('0000000000000000000021',$,$,$,(#40),#91);",
)
MILLIMETRES = ("#4", "#4=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);")
MADE = {
    "plain": ifc(),
    "byte_order_mark": b"\xef\xbb\xbf" + ifc(),
    "archive": archive(("model.ifc", ifc())),
    "newest": ifc(schema="IFC4X3_ADD2"),
    "millimetres": changed(MILLIMETRES, more=QUANTITY),
    "far_place": changed(("#30", f"#30={POINT(*FAR)}")),
    "far_vertices": changed(
        ("#24", "#24=IFCEXTRUDEDAREASOLID(#22,#91,#23,3.);"),
        more=(f"#90={POINT(*FAR)}", "#91=IFCAXIS2PLACEMENT3D(#90,$,$);"),
    ),
    "map": changed(more=MAP),
    "coloured": changed(more=STYLE),
    "instances": changed(more=(f"#90=IFCWALL('{OTHER}',$,'B',$,$,#7,#26,$,$);",)),
    "twice": changed(more=(f"#90=IFCWALL('{WALL}',$,'B',$,$,#7,#26,$,$);",)),
    "half": changed(("#25", "#25=IFCSHAPEREPRESENTATION(#3,'Body','Clipping',(#94));"), more=HALF),
    "space": changed(more=SPACE),
    "nested": changed(
        ("#25", "#25=IFCSHAPEREPRESENTATION(#3,'Body','CSG',(#1020));"),
        more=[
            "#1000=IFCBOOLEANRESULT(.UNION.,#24,#24);",
            *(f"#{n + 1}=IFCBOOLEANRESULT(.UNION.,#{n},#24);" for n in range(1000, 1020)),
        ],
    ),
    "document": changed(more=DOCUMENT),
}


@pytest.fixture(scope="module")
def made(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    folder = tmp_path_factory.mktemp("made")
    warm = ("scene", "source_file", "cycles")
    ended = convert_batch(converter, MADE, CONVERTER, folder, warm=warm)
    assert {name: one.code for name, one in ended.items() if one.exit_code} == {}
    return ended


def meshes(ended: Ended, name: str = "model.raw.glb") -> dict[str, tuple[Array, Array]]:
    return placed_meshes((ended.folder / name).read_bytes())


def told(ended: Ended, name: str) -> Any:  # noqa: ANN401 - any JSON
    return json.loads((ended.folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name", ["plain", "byte_order_mark", "archive", "newest", "document", "nested"]
)
def test_box_is_where_the_file_says(made: dict[str, Ended], name: str) -> None:
    (points, triangles) = meshes(made[name])[WALL]
    assert points.min(axis=0).tolist() == pytest.approx([9.5, 19.0, 30.0])
    assert points.max(axis=0).tolist() == pytest.approx([10.5, 21.0, 33.0])
    assert volume(points, triangles) == pytest.approx(6.0)


def test_millimetres_become_metres(made: dict[str, Ended]) -> None:
    points, _ = meshes(made["millimetres"])[WALL]
    assert np.ptp(points, axis=0).tolist() == pytest.approx([0.001, 0.002, 0.003], rel=1e-3)
    wall = told(made["millimetres"], "properties.json")["objects"][WALL]
    height = wall["quantities"]["Qto_WallBaseQuantities"]["Height"]
    assert height == {"value": pytest.approx(3.0), "unit": "m"}


@pytest.mark.parametrize("name", ["far_place", "far_vertices"])
def test_what_is_far_keeps_its_shape_and_its_place(made: dict[str, Ended], name: str) -> None:
    points, triangles = meshes(made[name])[WALL]
    assert volume(points, triangles) == pytest.approx(6.0, rel=1e-6)
    assert np.abs(points).max() < 10
    origin = np.array(told(made[name], "parts.json")["local_origin_metres"])
    place = np.array(FAR) + (HERE if name == "far_vertices" else (0.0, 0.0, 0.0))
    low, high = (points.min(axis=0) + origin, points.max(axis=0) + origin)
    assert low.tolist() == pytest.approx((place - np.array((0.5, 1.0, 0.0))).tolist(), abs=1e-4)
    assert high.tolist() == pytest.approx((place + np.array((0.5, 1.0, 3.0))).tolist(), abs=1e-4)


def test_map_conversion_is_told(made: dict[str, Ended]) -> None:
    facts = told(made["map"], "report.json")["facts"]
    assert facts["crs"] == "EPSG:25832"
    assert facts["eastings_metres"] == pytest.approx(458870.063285681)
    assert facts["northings_metres"] == pytest.approx(5438232.83454868)
    assert facts["orthogonal_height_metres"] == pytest.approx(114.0)
    assert facts["map_rotation_degrees"] == pytest.approx(30.0, abs=1e-5)


def test_colour_and_transparency_are_the_files(made: dict[str, Ended]) -> None:
    data = (made["coloured"].folder / "model.raw.glb").read_bytes()
    gltf = json.loads(data[20 : 20 + int.from_bytes(data[12:16], "little")])
    (material,) = gltf["materials"]
    colour = material["pbrMetallicRoughness"]["baseColorFactor"]
    assert colour == pytest.approx([1.0, 0.214041, 0.0, 0.75], abs=1e-4)
    assert material["alphaMode"] == "BLEND"


def test_instances_share_one_mesh(made: dict[str, Ended]) -> None:
    data = (made["instances"].folder / "model.raw.glb").read_bytes()
    gltf = json.loads(data[20 : 20 + int.from_bytes(data[12:16], "little")])
    assert (len(gltf["meshes"]), len(meshes(made["instances"]))) == (1, 2)
    assert meshes(made["instances"])[OTHER][0].min(axis=0).tolist() == pytest.approx([-0.5, -1, 0])


def test_second_object_of_one_global_id_gets_a_number(made: dict[str, Ended]) -> None:
    assert set(meshes(made["twice"])) == {WALL, f"{WALL}~2"}
    second = told(made["twice"], "properties.json")["objects"][f"{WALL}~2"]
    assert (second["global_id"], second["name"]) == (WALL, "B")


def test_half_spaces_are_cut_off(made: dict[str, Ended]) -> None:
    points, triangles = meshes(made["half"])[WALL]
    assert volume(points, triangles) == pytest.approx(2.0)


def test_shapes_are_measured(made: dict[str, Ended]) -> None:
    (shape,) = told(made["plain"], "parts.json")["shapes"].values()
    assert shape["volume_cubic_metres"] == pytest.approx(6.0)
    assert shape["area_square_metres"] == pytest.approx(2 * (2 + 3 + 6))
    assert shape["centre_metres"] == pytest.approx([0.0, 0.0, 1.5])
    # A box of 1, 2 and 3 m: a twelfth of the volume times the squares of the two other sides.
    assert shape["inertia"] == pytest.approx([6.5, 5.0, 2.5, 0.0, 0.0, 0.0])
    assert (shape["faces"], shape["edges"], shape["vertices"]) == (12, 18, 8)


def test_spaces_are_a_model_of_their_own(made: dict[str, Ended]) -> None:
    assert set(meshes(made["space"])) == {WALL}
    assert set(meshes(made["space"], "spaces.glb")) == {OTHER}
    assert not (made["plain"].folder / "spaces.glb").exists()


def test_nothing_of_other_files_comes_in(made: dict[str, Ended]) -> None:
    for path in made["document"].folder.iterdir():
        if path.name not in ("source.ifc", "log"):
            assert b"root:" not in path.read_bytes()


def test_all_lines_of_the_made_file_are_used() -> None:
    assert len({line.partition("=")[0] for line in LINES}) == len(LINES)
