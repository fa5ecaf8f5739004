"""A site file is a stage; nothing else is."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized

ROOT = Path(__file__).resolve().parents[2]


def test_a_site_without_features_has_only_its_foundation_and_identity(
    synthesized: Synthesized,
) -> None:
    folder = synthesized.folder / "assembly-minimal"
    names = {path.name.split(".")[0] for path in folder.glob("*.template.json")}
    assert {name[len("minimal") :][:-8] for name in names} == {"Foundation", "Identity"}


def test_every_stack_is_for_the_account_and_region_of_its_site(synthesized: Synthesized) -> None:
    for site, place in (
        ("demo", "aws://111111111111/us-east-1"),
        ("minimal", "aws://222222222222/eu-central-1"),
    ):
        path = synthesized.folder / f"assembly-{site}" / "manifest.json"
        artifacts = json.loads(path.read_text(encoding="utf-8"))["artifacts"].values()
        stacks = [one for one in artifacts if one["type"] == "aws:cloudformation:stack"]
        assert {stack["environment"] for stack in stacks} == {place}


def test_synth_fails_with_the_mistake_and_no_traceback(tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "app.py", tmp_path / "app.py")
    shutil.copyfile(ROOT / "cdk.json", tmp_path / "cdk.json")
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "plant.yaml").write_text("name: plant\nacount: '1'\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "app.py"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for part in ("plant.yaml", "acount", "account"):
        assert part in done.stderr
