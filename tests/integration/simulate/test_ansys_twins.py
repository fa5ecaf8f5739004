"""Twins of Twin Builder in the environment of their image.

Those of the samples are real exports: two reduced-order models that need no licence, a system model
that is linked against Fortran's library, and exports that take a licence. The rest are made here.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from tests.integration.simulate.conftest import SimulationJob
from twin.simulation.manifest import ModelManifest
from twin.simulation.study import Study
from twin.simulation.variables import ModelVariable
from twin_local.cli.commands.models import command

pytestmark = [pytest.mark.container, pytest.mark.slow]

MARK = b"V2\nThis is a TwinBuilder encrypted file.\n"
HEAT_EXCHANGER = "HeatExchangerRS_23R1_other.twin"


@pytest.fixture(scope="session", autouse=True)
def image(repository_root: Path) -> Path:
    python = repository_root / ".build" / "venvs" / "simulate_ansys" / "bin" / "python"
    if not python.is_file():
        pytest.skip("no environment of the image simulate_ansys: run `make ansys`")
    return python


@pytest.fixture
def twins(samples: Path) -> Path:
    folder = samples / "twin"
    if not (folder / HEAT_EXCHANGER).is_file():
        pytest.skip(f"no twins in {folder}: docs/simulation/ansys.md says where to get some")
    return folder


def validated(file: Path) -> tuple[int, Any]:
    done = CliRunner().invoke(command, ["validate", str(file), "--json"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return 1, done.exception.to_dict()  # type: ignore[attr-defined]
    return done.exit_code, json.loads(done.output)


def made(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return file


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"TwinDescription.xml": b"<x/>"}, "MODEL_DESCRIPTION_INVALID"),
        ({"TwinDescription.xml": MARK}, "MODEL_PLATFORM_MISSING"),
        (
            {"TwinDescription.xml": MARK, "binaries/win64/a.dll": b"MZ"},
            "MODEL_PLATFORM_MISSING",
        ),
        (
            {"TwinDescription.xml": MARK, "binaries/linux64/a.so": b"\x7fELF"},
            "MODEL_DESCRIPTION_INVALID",
        ),
        (
            {"TwinDescription.xml": MARK + bytes(5000), "binaries/linux64/a.so": b""},
            "MODEL_DESCRIPTION_INVALID",
        ),
    ],
)
def test_what_is_no_whole_twin_is_refused(
    members: dict[str, bytes], code: str, tmp_path: Path
) -> None:
    exit_code, told = validated(made(tmp_path / "a.twin", members))
    assert exit_code != 0
    assert told["code"] == code, told


def test_unlicensed_twin_is_described(twins: Path) -> None:
    exit_code, told = validated(twins / HEAT_EXCHANGER)
    assert exit_code == 0
    manifest = told["manifest"]
    assert (manifest["kind"], manifest["licence_class"]) == ("ansys_twin", "none")
    assert manifest["tool"] == "Twin Builder 23.1.1"
    assert [one["name"] for one in manifest["variables"] if one["causality"] == "input"] == [
        "heat_flow"
    ]
    assert told["is_reproducible"] and told["restores_state"] is None


def test_state_is_restored_where_the_twin_can(twins: Path) -> None:
    exit_code, told = validated(twins / "FEADeformationTBROM_23R2.twin")
    assert exit_code == 0
    assert told["manifest"]["capabilities"]["can_save_state"] and told["restores_state"] is True


@pytest.mark.parametrize("name", ["CoupleClutches_22R2_other.twin", "RC_heat_circuit_23R1.twin"])
def test_twin_that_takes_a_licence_says_so(name: str, twins: Path) -> None:
    exit_code, told = validated(twins / name)
    assert exit_code != 0
    assert told["code"] == "MODEL_LICENCE_UNAVAILABLE"
    assert "twin_runtime" in told["found"]


def test_twin_of_a_modelica_model_finds_the_library_of_fortran(twins: Path) -> None:
    exit_code, told = validated(twins / "CoupledClutches_23R1_other.twin")
    assert exit_code == 0, told
    inputs = [one for one in told["manifest"]["variables"] if one["causality"] == "input"]
    assert len(inputs) == 4 and told["restores_state"] is True


def test_study_runs_in_the_image(
    twins: Path, job: SimulationJob, image: Path, tmp_path: Path
) -> None:
    content = (twins / HEAT_EXCHANGER).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    variables = (
        ModelVariable("heat_flow", "input", start=24999.5),
        ModelVariable("T_inner", "output"),
    )
    study = Study(
        manifest=ModelManifest("hx", "ansys_twin", digest, len(content), variables, 10.0),
        artefact_key="hx.twin",
        design={"name": "grid", "inputs": {"heat_flow": [12000.0, 25000.0, 50000.0]}},
        fixed={},
        outputs=("T_inner",),
        steps=5,
        step_seconds=10.0,
        seed=1,
        block_rows=2,
    )
    bucket = "ansys-studies"
    job.s3.create_bucket(Bucket=bucket)
    job.s3.put_object(Bucket=bucket, Key="hx.twin", Body=content)
    job.s3.put_object(Bucket=bucket, Key="study.json", Body=study.to_json().encode())
    folder = f"s3://{bucket}"
    options = ["--study", f"{folder}/study.json", "--output", f"{folder}/r"]
    done = job.execute(*options, python=image, image="simulate_ansys")
    assert done.returncode == 0, done.stderr
    values: list[float] = []
    for number in (0, 1):
        file = tmp_path / f"{number}.parquet"
        job.s3.download_file(bucket, f"r/blocks/{number:08d}.parquet", str(file))
        query = f"select \"output.T_inner\" from '{file}' order by row"
        values += [row[0] for row in duckdb.connect().execute(query).fetchall()]
    assert len(values) == 3
    assert 200 < values[0] < values[1] < values[2] < 700
    assert values[1] == pytest.approx(350.6, abs=0.1)
