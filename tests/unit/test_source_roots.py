"""The source roots stay source roots, and the imports keep their direction."""

from __future__ import annotations

import subprocess
import sysconfig
from importlib.metadata import packages_distributions
from pathlib import Path

import constructs
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE_ROOTS = ("constructs", "lambda", "containers", "edge", "local")


@pytest.mark.parametrize("root", SOURCE_ROOTS)
def test_a_source_root_is_no_package(root: str) -> None:
    assert not (ROOT / root / "__init__.py").exists()


def test_constructs_is_the_installed_library() -> None:
    assert constructs.__file__ is not None
    assert not Path(constructs.__file__).is_relative_to(ROOT / "constructs")


@pytest.mark.parametrize("root", ["lambda", "edge", "containers"])
def test_no_package_of_ours_hides_an_installed_one(root: str) -> None:
    ours = {path.parent.name for path in (ROOT / root).glob("*/__init__.py")}
    assert ours
    assert ours & set(packages_distributions()) == set()


def test_imports_keep_their_direction() -> None:
    lint = Path(sysconfig.get_path("scripts")) / "lint-imports"
    done = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]
