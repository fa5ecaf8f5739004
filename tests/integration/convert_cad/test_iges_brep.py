"""IGES and BREP: groups and bodies become parts, colours of faces stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.convert_cad.conftest import HERE, CadConverter
from twin.spatial.assembly import Assembly

pytestmark = [pytest.mark.container, pytest.mark.slow]


@pytest.fixture(scope="module")
def folder(
    converter: CadConverter, samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a folder with AS1 as `as1.igs`, and two solids as `two.brep` and `two.bin`."""
    folder = tmp_path_factory.mktemp("exported")
    source = samples / "cad" / "as1-oc-214.stp"
    converter.python_output(HERE / "export.py", str(source), str(folder), folder=folder)
    return folder


def test_as1_through_iges_has_its_18_parts_and_5_colours(
    converter: CadConverter, folder: Path
) -> None:
    outcome = converter.convert("iges_to_glb", (folder / "as1.igs").read_bytes())
    assert outcome.exit_code == 0, outcome.log
    (root,) = Assembly.from_dict(outcome.json("assembly.json")).roots
    assert (root.name, len(root.children)) == ("as1", 18)
    assert len({part.colour for part in root.children}) == 5
    assert [part.name for part in root.children[:2]] == ["part 1", "part 2"]


@pytest.mark.parametrize("name", ["two.brep", "two.bin"])
def test_solids_of_a_brep_are_parts_in_metres(
    converter: CadConverter, folder: Path, name: str
) -> None:
    outcome = converter.convert("brep_to_glb", (folder / name).read_bytes())
    assert outcome.exit_code == 0, outcome.log
    assembly = Assembly.from_dict(json.loads(outcome.files["assembly.json"]))
    (root,) = assembly.roots
    box, cylinder = (assembly.shapes[str(part.shape)] for part in root.children)
    assert box.volume_cubic_metres == pytest.approx(0.1 * 0.2 * 0.3)
    assert cylinder.volume_cubic_metres == pytest.approx(3.14159 * 0.05**2 * 0.4, rel=1e-4)
