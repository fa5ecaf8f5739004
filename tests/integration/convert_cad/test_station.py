"""The demo site's own CAD model: its names are the site's assets, its bytes never change."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.integration.convert_cad.conftest import CadConverter
from twin.definition import load_site
from twin.spatial.assembly import Assembly, AssemblyNode

pytestmark = [pytest.mark.container, pytest.mark.slow]


def station(converter: CadConverter, root: Path, folder: Path) -> bytes:
    script, target = root / "sites" / "demo" / "cad" / "station.py", folder / "station.step"
    subprocess.run([converter.python, script, target], check=True, capture_output=True)
    return target.read_bytes()


@pytest.fixture(scope="module")
def step(
    converter: CadConverter, repository_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> bytes:
    return station(converter, repository_root, tmp_path_factory.mktemp("station"))


@pytest.fixture(scope="module")
def assembly(converter: CadConverter, step: bytes) -> AssemblyNode:
    outcome = converter.convert_step(step)
    assert outcome.exit_code == 0, outcome.log
    (root,) = Assembly.from_dict(outcome.json("assembly.json")).roots
    return root


def test_script_writes_the_same_bytes_every_time(
    converter: CadConverter, repository_root: Path, tmp_path: Path, step: bytes
) -> None:
    assert station(converter, repository_root, tmp_path) == step


def test_every_asset_of_the_site_is_a_node_of_the_model(
    assembly: AssemblyNode, repository_root: Path
) -> None:
    assets = set(load_site(repository_root / "sites" / "demo.yaml").twin.assets)
    names = {assembly.name, *(child.name for child in assembly.children)}
    assert assets <= names


def test_pumps_have_casing_and_motor(assembly: AssemblyNode) -> None:
    for pump in (child for child in assembly.children if child.name.startswith("P-")):
        assert {"casing", "motor", "base frame"} <= {part.name for part in pump.children}


def test_every_part_is_grey(assembly: AssemblyNode) -> None:
    for part in (part for child in assembly.children for part in child.children):
        assert part.colour is not None
        red, green, blue = (int(part.colour[at : at + 2], 16) for at in (1, 3, 5))
        assert max(red, green, blue) - min(red, green, blue) < 20
        assert part.colour != "#ffffff"
