"""`twin models validate` and `bench` on files of this machine."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.integration.simulate.conftest import SimulationJob
from twin.simulation.manifest_reading import read_manifest
from twin_local.cli.main import main

pytestmark = [pytest.mark.container, pytest.mark.slow]


def twin(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["models", *arguments])
    return done.exit_code, done.output


@pytest.fixture
def pump(fmu: bytes, job: SimulationJob, tmp_path: Path) -> Path:
    file = tmp_path / "pump.fmu"
    file.write_bytes(fmu)
    return file


def test_manifest_of_a_file_is_written(pump: Path, tmp_path: Path) -> None:
    target = tmp_path / "pump.json"
    code, output = twin("validate", str(pump), "--manifest", str(target), "--json", "--id", "P-101")
    told: dict[str, Any] = json.loads(output)
    manifest = read_manifest(target.read_text())
    assert code == 0 and json.loads(target.read_text()) == told["manifest"]
    assert (manifest.id, manifest.kind) == ("P-101", "fmu")
    assert manifest.artefact_sha256 == hashlib.sha256(pump.read_bytes()).hexdigest()
    assert [item.name for item in manifest.of_causality("output")] == ["flow", "power", "head"]
    assert told["is_reproducible"] and told["outputs"]["flow"] == pytest.approx(39.92, abs=0.01)
    assert (manifest.steps_per_second or 0) > 0


def test_table_names_the_variables(pump: Path) -> None:
    code, output = twin("validate", str(pump))
    assert code == 0
    assert "discharge_pressure" in output and "FMI 2.0 co-simulation" in output


def test_speed_is_told_for_a_run(pump: Path) -> None:
    code, output = twin("bench", str(pump), "--seconds", "0.1", "--steps", "100", "--json")
    figures = json.loads(output)
    assert code == 0
    assert figures["runs_per_second"] == pytest.approx(figures["steps_per_second"] / 100)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"nothing", "MODEL_KIND_UNKNOWN"),
        (b"VARIABLES = [1]\ndef step(): ...\n", "MODEL_DESCRIPTION_INVALID"),
        (b'{"image": "a/b@sha256:' + b"0" * 64 + b'"}', "MODEL_KIND_UNKNOWN"),
        (
            b'VARIABLES = [{"name": "y", "causality": "output"}]\nimport os\n'
            b"def step(*a): os.abort()\n",
            "MODEL_CRASHED",
        ),
    ],
)
def test_file_that_cannot_be_run_is_refused(content: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "model.fmu"
    file.write_bytes(content)
    exit_code, output = twin("validate", str(file))
    assert exit_code == 1
    assert code in output
