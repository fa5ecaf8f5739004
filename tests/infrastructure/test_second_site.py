"""What `twin site new` writes is a second stage beside the first, which stays as it was."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from twin_local.cli.main import main as twin

ROOT = Path(__file__).resolve().parents[2]
CODE = (
    "app.py",
    "cdk.json",
    "stacks",
    "constructs",
    "twin",
    "lambda",
    "edge",
    "containers",
    "sites",
)
SOURCE_ROOTS = (".", "constructs", "lambda", "containers", "edge")
STACKS = {
    "Foundation", "Identity", "Compute", "Spatial", "Iot", "Edge", "Experience", "Api",
}  # fmt: skip
"""Of the starter file, which has no simulation model: all but the simulation stack."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what synthesis reads, with what set-up built."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in CODE:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    for built in (".build", "web"):
        (folder / built).symlink_to(ROOT / built)
    return folder


def synthesize(checkout: Path, output: str) -> Path:
    """Run app.py as `cdk synth` does, and return the cloud assembly."""
    path = os.pathsep.join(str(checkout / root) for root in SOURCE_ROOTS)
    folder = checkout / output
    settings = {"PYTHONPATH": path, "CDK_VALIDATION": "false", "CDK_OUTDIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=checkout,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def artifacts(folder: Path, kind: str) -> list[dict[str, Any]]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [one for one in manifest["artifacts"].values() if one["type"] == kind]


def stages(assembly: Path) -> set[str]:
    return {one["properties"]["directoryName"] for one in artifacts(assembly, "cdk:cloud-assembly")}


def templates(stage: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in stage.glob("*.template.json")}


@pytest.mark.slow
def test_a_new_site_is_a_second_stage_and_leaves_the_first_as_it_was(checkout: Path) -> None:
    before = synthesize(checkout, "before")
    assert stages(before) == {"assembly-demo"}

    made = CliRunner().invoke(twin, ["site", "new", "plant-b", "--folder", str(checkout / "sites")])
    assert made.exit_code == 0, made.output
    after = synthesize(checkout, "after")

    assert stages(after) == {"assembly-demo", "assembly-plant-b"}
    assert templates(after / "assembly-demo") == templates(before / "assembly-demo")
    second = after / "assembly-plant-b"
    stacks = {
        one["properties"]["stackName"] for one in artifacts(second, "aws:cloudformation:stack")
    }
    assert stacks == {f"plant-b-{name}" for name in STACKS}
    iot = next(text for name, text in templates(second).items() if "Iot" in name)
    kinds = [item["Type"] for item in json.loads(iot)["Resources"].values()]
    assert kinds.count("AWS::IoTSiteWise::Asset") == 3
    assert kinds.count("AWS::IoTSiteWise::AssetModel") == 3
