"""The folder of a site's own image is staged with the runtime that it imports, and runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from twin_constructs import staging

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "tests" / "integration" / "spatial" / "images" / "containers" / "count_rows"


@pytest.fixture
def staged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the build context of the example, as a checkout has it that added the folder."""
    (tmp_path / "containers").mkdir()
    (tmp_path / "twin").symlink_to(ROOT / "twin")
    for runtime in ("container_runtime", "conversion_runtime"):
        (tmp_path / "containers" / runtime).symlink_to(ROOT / "containers" / runtime)
    shutil.copytree(
        EXAMPLE,
        tmp_path / "containers" / "count_rows",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    monkeypatch.setattr(staging, "ROOT", tmp_path)
    monkeypatch.setattr(staging, "BUILD", tmp_path / ".build")
    return staging.stage_image("count_rows")


def test_the_runtime_is_beside_the_code_and_the_dockerfile_on_top(staged: Path) -> None:
    top = {path.name for path in staged.iterdir()}
    assert {"Dockerfile", "requirements.lock", "count_rows", "conversion_runtime", "twin"} <= top
    assert (staged / "count_rows" / "conversions" / "count_rows.py").is_file()


def test_the_staged_image_takes_the_command_of_a_job(staged: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "count_rows", "--help"],
        env={"PYTHONPATH": str(staged), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=staged,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--media-types" in done.stdout and "--gpus" in done.stdout
