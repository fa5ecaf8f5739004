"""What the converter measures of parts: by shape, in metres, in the frame of the CAD file."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.integration.convert_cad.conftest import CadConverter
from twin.spatial.assembly import VERSION, Assembly
from twin.spatial.parts.part import PartTree

pytestmark = [pytest.mark.container, pytest.mark.slow]


@pytest.fixture(scope="module")
def as1(converter: CadConverter, samples: Path) -> Assembly:
    outcome = converter.convert_step((samples / "cad" / "as1-oc-214.stp").read_bytes())
    return Assembly.from_dict(outcome.json("assembly.json"))


def test_18_occurrences_share_5_shapes(as1: Assembly) -> None:
    leaves = [part for part in PartTree.of(as1).parts if part.is_leaf]
    assert (as1.version, len(leaves), len(as1.shapes)) == (VERSION, 18, 5)
    nuts = {part.shape_key for part in leaves if part.identity.product_id == "nut"}
    assert len(nuts) == 1


def test_a_rod_has_the_volume_and_the_place_of_a_rod(as1: Assembly) -> None:
    tree = PartTree.of(as1)
    rod = tree.by_id["as1/rod-assembly_1/rod_1"]
    assert rod.shape is not None and rod.box is not None
    # 10 mm thick and 200 mm long; the integration over a cylinder is good to 0.003 %.
    assert rod.volume_cubic_metres == pytest.approx(math.pi * 0.005**2 * 0.2, rel=1e-4)
    assert (rod.shape.faces, rod.shape.edges, rod.shape.vertices) == (4, 6, 4)
    assert rod.identity.instance_name == "rod_1" and rod.identity.product_name == "rod"
    length = max(b - a for a, b in zip(rod.box.minimum, rod.box.maximum, strict=True))
    assert length == pytest.approx(0.2, abs=1e-6)
    root = tree.by_id["as1"]
    assert root.volume_cubic_metres == pytest.approx(
        sum(tree.by_id[leaf].volume_cubic_metres for leaf in root.leaves)
    )


def test_up_is_z_and_a_local_origin_is_not_subtracted(
    converter: CadConverter, tmp_path: Path
) -> None:
    tower = converter.convert_step(converter.make("tower", tmp_path)).json("assembly.json")
    (part,) = PartTree.of(Assembly.from_dict(tower)).parts
    assert part.box is not None
    assert part.box.maximum == pytest.approx((1.0, 2.0, 3.0), abs=1e-6)
    assert part.volume_cubic_metres == pytest.approx(6.0)
    assert part.area_square_metres == pytest.approx(22.0)
    assert part.centre_metres == pytest.approx((0.5, 1.0, 1.5))
    far = converter.convert_step(converter.make("far_assembly", tmp_path)).json("assembly.json")
    parts = PartTree.of(Assembly.from_dict(far)).parts
    for one in parts:
        assert one.centre_metres is not None
        assert one.centre_metres[:2] == pytest.approx((500e3, 4900e3), abs=1.0)
