"""What the Khronos validator says of a GLB; every family of converters shares it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("validate_gltf.cjs")


@dataclass(frozen=True)
class Validation:
    """The findings of one file: `problems` are errors and warnings, by code and place."""

    problems: tuple[str, ...]
    triangles: int
    materials: int


def validate_gltf(content: bytes, folder: Path) -> Validation:
    """Validate a file against the specification of glTF 2.0."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    path = folder / "validated.glb"
    path.write_bytes(content)
    printed = subprocess.run(
        [node, str(SCRIPT), str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    ).stdout
    report = json.loads(printed)
    if "refused" in report:
        return Validation((report["refused"],), 0, 0)
    problems = tuple(
        f"{one['code']} {one.get('pointer', '')}: {one['message']}"
        for one in report["issues"]["messages"]
        if one["severity"] < 2
    )
    info = report["info"]
    return Validation(problems, info["totalTriangleCount"], info["materialCount"])
