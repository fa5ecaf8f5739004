"""A second version of a model is deployed and taken back; a broken one changes nothing."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import ROOT, Twin

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]

MODEL = "P-102.pump"


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the pump with a larger impeller: it lifts 40 m instead of 36 m at no flow."""
    folder = tmp_path_factory.mktemp("second")
    source = (ROOT / "models" / "pump.py").read_text(encoding="utf-8")
    changed = source.replace("SHUTOFF_HEAD = 36.0", "SHUTOFF_HEAD = 40.0")
    assert changed != source
    (folder / "pump.py").write_text(changed, encoding="utf-8")
    command = [sys.executable, "-m", "pythonfmu", "build", "-f", "pump.py", "-d", "built"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (built,) = (folder / "built").iterdir()
    return built


@pytest.fixture(scope="module")
def broken(second: Path) -> Path:
    """Return the second version with a library that is none."""
    target = second.with_name("broken.fmu")
    with zipfile.ZipFile(second) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            is_library = name.startswith("binaries/linux64")
            new.writestr(name, b"\x7fELF" if is_library else old.read(name))
    return target


def active(twin: Twin) -> Any:  # noqa: ANN401 - any JSON
    return twin.run("models", "versions", MODEL, role="viewer")["active"]


def what_if(twin: Twin) -> tuple[float, str]:
    """Return the flow at one and the same operating point, and the version that gave it."""
    point = ("speed=1450", "suction_pressure=0.3", "discharge_pressure=3.2")
    options = [part for value in point for part in ("--set", value)]
    run = twin.run("what-if", MODEL, *options, role="operator")
    assert run["state"] == "SUCCEEDED", run
    return run["outputs"]["flow"]["value"], run["model_version"]


def test_second_version_runs_until_it_is_taken_back(twin: Twin, second: Path) -> None:
    first = what_if(twin)
    answer = twin.run("models", "deploy", MODEL, str(second), "--note", "larger", role="engineer")
    assert answer["deployment"]["is_active"]
    flow, version = what_if(twin)
    assert (flow > first[0], version) == (True, answer["active"]["version"])
    twin.run("models", "rollback", MODEL, role="engineer")
    assert what_if(twin) == first


def test_file_that_is_broken_changes_nothing(twin: Twin, broken: Path) -> None:
    before = active(twin)
    answer = twin.run("models", "deploy", MODEL, str(broken), role="engineer", code=1)
    assert answer["error"]["code"] == "MODEL_LIBRARY_MISSING"
    assert active(twin) == before


def test_only_engineers_deploy(twin: Twin, second: Path) -> None:
    before = active(twin)
    answer = twin.run("models", "deploy", MODEL, str(second), role="operator", code=1)
    assert answer["error"]["code"] == "ACCESS_DENIED"
    assert active(twin) == before
