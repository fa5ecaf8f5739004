"""Every CAD sample: what went in came out, by counts of the text and by sums over the triangles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from glb_runtime.accessors import Accessors
from glb_runtime.extent import Extent, vertex_extent
from glb_runtime.glb import Glb
from glb_runtime.triangles import scene_triangles
from tests.integration.conversion_image import Outcome
from tests.integration.convert_cad.conftest import CadConverter
from twin.spatial.assembly import Assembly
from twin.spatial.parts.part import PartTree

pytestmark = [pytest.mark.container, pytest.mark.slow]


@dataclass(frozen=True)
class Expected:
    """What a sample has: leaves, distinct shapes, nodes of the tree, colours of leaves."""

    occurrences: int
    parts: int
    nodes: int
    colours: int


SAMPLES = {
    "as1-oc-214.stp": Expected(18, 5, 28, 5),
    "dm1-id-214.stp": Expected(7, 3, 8, 3),
    "io1-cm-214.stp": Expected(1, 1, 1, 1),
    "box_sides.STEP": Expected(10, 6, 11, 1),
    "featuretype.STEP": Expected(1, 1, 1, 1),
    "red_cube_blue_cylinder.step": Expected(2, 2, 2, 2),
    "as1_pe_203.igs": Expected(18, 18, 19, 1),
}
LENGTH_METRES = {"as1-oc-214.stp": 0.2, "as1_pe_203.igs": 5.08, "featuretype.STEP": 0.127}
"""The longest side: in millimetres, in millimetres again (200 in that were inches), in inches."""

LOOSE = 0.04
"""How much of the diagonal boxes of curved surfaces may be too large; never too small."""


@dataclass(frozen=True)
class Converted:
    """A sample and what came of it."""

    name: str
    text: str
    outcome: Outcome
    folder: Path

    @property
    def tree(self) -> PartTree:
        return PartTree.of(Assembly.from_dict(self.outcome.json("assembly.json")))

    @property
    def raw(self) -> Path:
        return self.folder / "model.raw.glb"

    @property
    def extent(self) -> Extent:
        return vertex_extent(Glb.from_file(self.raw), self.raw)


@pytest.fixture(scope="module", params=list(SAMPLES))
def converted(
    request: pytest.FixtureRequest,
    converter: CadConverter,
    samples: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Converted:
    content = (samples / "cad" / request.param).read_bytes()
    kind = "iges_to_glb" if request.param.endswith(".igs") else "step_to_glb"
    outcome = converter.convert(kind, content)
    assert outcome.exit_code == 0, outcome.log
    folder = tmp_path_factory.mktemp("quality")
    for name in ("model.raw.glb", "thumbnail.webp"):
        (folder / name).write_bytes(outcome.files[name])
    return Converted(request.param, content.decode("latin-1"), outcome, folder)


def test_occurrences_parts_names_and_colours_are_there(converted: Converted) -> None:
    leaves = [part for part in converted.tree.parts if part.is_leaf]
    text = converted.outcome.files["assembly.json"].decode()
    colours = set(re.findall(r'"colour":"(#\w+)"', text))
    facts = converted.outcome.manifest.facts
    found = Expected(len(leaves), int(facts["parts"]), len(converted.tree.parts), len(colours))
    assert found == SAMPLES[converted.name]
    assert all(part.name for part in converted.tree.parts)


def test_every_use_of_a_product_in_the_text_is_a_node(converted: Converted) -> None:
    if converted.name.endswith(".igs"):
        pytest.skip("IGES has no products")
    uses = len(re.findall(r"NEXT_ASSEMBLY_USAGE_OCCURRENCE *\(", converted.text))
    # Sub-assemblies are placed more than once: their uses stand once in the text.
    below = [part for part in converted.tree.parts if "/" in part.node_id]
    distinct = {(part.identity.instance_id, part.identity.product_id) for part in below}
    assert len(distinct) == uses


def test_triangles_enclose_the_volume_of_the_exact_solids(converted: Converted) -> None:
    exact = sum(
        part.shape.volume_cubic_metres
        for part in converted.tree.parts
        if part.is_leaf and part.shape is not None
    )
    accessors = Accessors.from_file(converted.raw)
    triangles = scene_triangles(accessors, converted.extent)
    corners = triangles.positions[triangles.corners].astype(float)
    middle = corners.reshape(-1, 3).mean(axis=0)
    enclosed = abs(float(np.linalg.det(corners - middle).sum()) / 6)
    if exact:
        assert enclosed == pytest.approx(exact, rel=0.01)
    else:
        # Surfaces of IGES belong to no solid; those of this sample close all the same.
        assert enclosed > 1e-4


def test_the_box_of_the_exact_surfaces_holds_the_triangles_closely(converted: Converted) -> None:
    boxes = [part.box for part in converted.tree.parts if part.is_leaf and part.box is not None]
    low = np.min([box.minimum for box in boxes], axis=0)
    high = np.max([box.maximum for box in boxes], axis=0)
    origin = np.array(converted.outcome.json("assembly.json")["local_origin_metres"])
    drawn, exact = upright(converted.extent), Extent(low - origin, high - origin)
    assert exact.holds(drawn, slack=0.001 * drawn.diagonal)
    assert drawn.holds(exact, slack=LOOSE * drawn.diagonal)


def test_units_are_honoured(converted: Converted) -> None:
    longest = float((converted.extent.high - converted.extent.low).max())
    if converted.name in LENGTH_METRES:
        assert longest == pytest.approx(LENGTH_METRES[converted.name], rel=0.001)
    else:
        assert 0.001 < longest < 10


def test_the_thumbnail_shows_the_model(converted: Converted, converter: CadConverter) -> None:
    script = Path(__file__).parent / "picture_facts.py"
    size, shown, corners = converter.python_output(
        script, str(converted.folder / "thumbnail.webp"), folder=converted.folder
    ).split()
    assert (size, corners) == ("512x512", "0")
    assert 0.1 < float(shown) < 0.9


def upright(box: Extent) -> Extent:
    """Return a box that is Y up as one that is Z up: (x, y, z) was (x, -z, y)."""
    (x, y, z), (right, up, front) = box.low, box.high
    return Extent(np.array((x, -front, y)), np.array((right, -z, up)))
