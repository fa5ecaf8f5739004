"""Parts of real models are found again after another export: precision and recall, exactly.

Each variant is written by the STEP writer and read again (`reexport.py`). The truth is known: node
ids stay, but for the names that the variant gives; places tell the renamed ones.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from convert_cad.node_facts import with_facts
from glb_runtime.node_ids import with_node_ids
from tests.integration.convert_cad.conftest import HERE, CadConverter
from twin.spatial.assembly import Assembly, AssemblyNode
from twin.spatial.parts.comparison import Comparison, compare
from twin.spatial.parts.match import CONFIDENT
from twin.spatial.parts.part import PartTree

pytestmark = [pytest.mark.container, pytest.mark.slow]

ALL = ("plain", "renamed", "moved", "drilled", "deleted", "reordered", "inches")
TOTALS = {
    "as1-oc-214.stp": {
        "plain": {"same": 28},
        "renamed": {"same": 1, "renamed": 27},
        "moved": {"same": 17, "moved": 11},
        "drilled": {"same": 26, "changed": 2},
        "deleted": {"same": 23, "changed": 1, "removed": 4},
        "reordered": {"same": 28},
        "inches": {"same": 28},
    },
    "box_sides.STEP": {
        "plain": {"same": 11},
        "renamed": {"same": 1, "renamed": 10},
        "moved": {"same": 10, "moved": 1},
        "drilled": {"same": 9, "changed": 2},
        "deleted": {"same": 9, "changed": 1, "removed": 1},
        "reordered": {"same": 11},
        "inches": {"same": 11},
    },
    "station": {
        "plain": {"same": 52},
        "renamed": {"same": 1, "renamed": 51},
        "moved": {"same": 41, "moved": 11},
        "drilled": {"same": 49, "changed": 3},
        "deleted": {"same": 48, "changed": 1, "removed": 3},
        "reordered": {"same": 52},
        "inches": {"same": 52},
    },
}
"""Nodes by outcome; an assembly is changed where a part of it is, and moves with its parts."""


@dataclass(frozen=True)
class Exports:
    """The parts of a model and of its variants."""

    folder: Path

    def told(self, variant: str) -> Any:  # noqa: ANN401 - JSON of the script
        return json.loads((self.folder / f"{variant}.json").read_text())

    def tree(self, variant: str) -> PartTree:
        parts = self.told(variant)["parts"]
        bare = Assembly((0.0, 0.0, 0.0), with_node_ids(_nodes(parts["roots"], "")))
        return PartTree.of(with_facts(bare, parts))

    def compared(self, variant: str) -> Comparison:
        return compare(self.tree("source"), self.tree(variant))


def _nodes(parts: list[Any], above: str) -> tuple[AssemblyNode, ...]:
    """Return the nodes that the writer of the GLB makes of parts that all have names."""
    return tuple(
        AssemblyNode(
            part["name"],
            f"{above}{part['name']}",
            None,
            0,
            _nodes(part["children"], f"{above}{part['name']}/"),
        )
        for part in parts
    )


@pytest.fixture(scope="module", params=list(TOTALS))
def exports(
    request: pytest.FixtureRequest,
    converter: CadConverter,
    repository_root: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Exports]:
    name: str = request.param
    folder = tmp_path_factory.mktemp("exports")
    if name == "station":
        source = folder / "station.step"
        script = repository_root / "sites" / "demo" / "cad" / "station.py"
        subprocess.run([converter.python, script, source], check=True, capture_output=True)
    else:
        samples: Path = request.getfixturevalue("samples")
        source = samples / "cad" / name
    paths = os.pathsep.join((str(repository_root / "containers"), str(repository_root)))
    subprocess.run(
        [converter.python, HERE / "reexport.py", source, folder],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    return name, Exports(folder)


@pytest.mark.parametrize("variant", ALL)
def test_every_part_is_found_again(exports: tuple[str, Exports], variant: str) -> None:
    name, files = exports
    result = files.compared(variant)
    found = {outcome: count for outcome, count in result.totals().items() if count}
    assert found == TOTALS[name][variant]
    # Every pair is confident and right: precision and recall of carried bindings are 1.
    pairs = {one.old: one.new for one in result.changes if one.old and one.new}
    assert all(one.score >= CONFIDENT for one in result.changes if one.old and one.new)
    assert pairs == _truth(files, variant)


def _truth(files: Exports, variant: str) -> dict[str, str]:
    """Return the true pairs of nodes, made without the matching under test."""
    old, new = files.tree("source"), files.tree(variant)
    if variant != "renamed":
        assert {part.node_id for part in new.parts} <= old.by_id.keys()
        return {part.node_id: part.node_id for part in new.parts}
    # Names and nothing else changed: the trees are the same, node by node in the same order.
    assert len(old.parts) == len(new.parts)
    return {a.node_id: b.node_id for a, b in zip(old.parts, new.parts, strict=True)}


def test_what_the_variant_did_is_what_is_found(exports: tuple[str, Exports]) -> None:
    _, files = exports
    moved = files.compared("moved")
    told = files.told("moved")["moved"]
    leading = [one for one in moved.changes if one.move and not one.move.with_parent]
    assert [str(one.old).rpartition("/")[2] for one in leading] == [told]
    assert leading[0].move is not None
    assert leading[0].move.distance_metres == pytest.approx(0.025, abs=1e-6)
    drilled = files.compared("drilled")
    (leaf,) = [one for one in drilled.changes if one.outcome == "changed" and not one.is_assembly]
    assert leaf.volume_delta < 0
    gone = [one.old for one in files.compared("deleted").changes if one.outcome == "removed"]
    assert Counter(str(one).count("/") for one in gone)[1] == 1
