"""Cloud assemblies are read with their stages, in the order of their dependencies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from twin_local.engine.assembly import read_assembly
from twin_local.engine.errors import AssemblyError


def write(folder: Path, artifacts: dict[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    return folder


def stack(name: str, *needs: str) -> dict[str, Any]:
    return {
        "type": "aws:cloudformation:stack",
        "environment": "aws://111111111111/us-east-1",
        "properties": {"templateFile": f"{name}.json", "stackName": f"demo-{name}"},
        "dependencies": list(needs),
    }


def test_the_stacks_of_a_stage_come_after_what_they_need(tmp_path: Path) -> None:
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-demo"}}
    write(tmp_path, {"assembly-demo": stage, "Tree": {"type": "cdk:tree"}})
    assets = {"type": "cdk:asset-manifest", "properties": {"file": "A.assets.json"}}
    inner = {"A": stack("A", "B", "A.assets"), "B": stack("B"), "A.assets": assets}
    write(tmp_path / "assembly-demo", inner)
    first, second = read_assembly(tmp_path)
    assert (first.name, second.name) == ("demo-B", "demo-A")
    assert second.dependencies == ("demo-B",)
    assert second.asset_manifests == (tmp_path / "assembly-demo" / "A.assets.json",)
    assert (second.account, second.region) == ("111111111111", "us-east-1")


def test_a_circle_of_stacks_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"A": stack("A", "B"), "B": stack("B", "A")})
    with pytest.raises(AssemblyError, match="depend on one another"):
        read_assembly(tmp_path)


def test_a_folder_without_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssemblyError, match="no cloud assembly"):
        read_assembly(tmp_path)


def test_an_artifact_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"X": {"type": "cdk:surprise"}})
    with pytest.raises(AssemblyError, match="unknown kind; found cdk:surprise"):
        read_assembly(tmp_path)
