"""Which environment of this machine stands for an image."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin_local.execution.batch.container import Image, process_of
from twin_local.execution.batch.errors import ContainerUnavailable


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """Return a build folder with an environment each of two images."""
    for name in ("simulate", "simulate_ansys"):
        python = tmp_path / "build" / "venvs" / name / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text("#!/bin/sh\n")
        python.chmod(0o755)
    return tmp_path / "build"


def image(folder: Path, *packages: str, runs: str) -> Image:
    for package in packages:
        (folder / package).mkdir(parents=True)
        (folder / package / "__init__.py").touch()
    return Image(folder=folder, entry_point=("python", "-m", runs), command=(), environment=())


@pytest.mark.parametrize("runs", ["simulate", "simulate_ansys"])
def test_environment_is_of_the_package_that_is_run_not_of_one_whose_code_is_shared(
    runs: str, build: Path, tmp_path: Path
) -> None:
    both = image(tmp_path / "image", "simulate", "simulate_ansys", "twin", runs=runs)
    process = process_of(both, command=["--help"], environment={}, build_dir=build)
    assert process.arguments == (
        str(build / "venvs" / runs / "bin" / "python"),
        "-m",
        runs,
        "--help",
    )


def test_image_that_has_no_environment_says_which_it_looked_for(
    build: Path, tmp_path: Path
) -> None:
    other = image(tmp_path / "image", "pump_model", "twin", runs="pump_model")
    with pytest.raises(ContainerUnavailable, match="none of pump_model, twin has an environment"):
        process_of(other, command=[], environment={}, build_dir=build)
