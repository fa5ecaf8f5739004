"""`twin models build-rom`: tables of samples become a model, or a refusal that says where."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from tests.integration.simulate.conftest import SimulationJob
from twin.simulation.manifest_reading import read_manifest
from twin_local.cli.main import main

pytestmark = [pytest.mark.container, pytest.mark.slow]

HEAD = ("speed", "opening")
PLACES = tuple(f"p{index}" for index in range(12))


def samples(count: int) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Return a smooth field over two parameters at points that fill the square evenly (R2)."""
    parameters: list[tuple[float, ...]] = [
        ((0.5 + index * 0.7548776662466927) % 1, (0.5 + index * 0.5698402909980532) % 1)
        for index in range(count)
    ]
    fields = [
        tuple(math.sin(speed + 0.3 * place) + opening * place for place in range(len(PLACES)))
        for speed, opening in parameters
    ]
    return parameters, fields


def write_csv(file: Path, names: tuple[str, ...], rows: list[Any]) -> Path:
    lines = [",".join(names), *(",".join(map(str, row)) for row in rows)]
    file.write_text("\n".join(lines) + "\n")
    return file


def build(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["models", "build-rom", *map(str, arguments)])
    return done.exit_code, done.output


@pytest.fixture
def tables(tmp_path: Path, job: SimulationJob) -> tuple[Path, Path]:
    """Return the tables of 60 samples; the environment of the image is there."""
    parameters, fields = samples(60)
    return (
        write_csv(tmp_path / "p.csv", HEAD, parameters),
        write_csv(tmp_path / "r.csv", PLACES, fields),
    )


def test_model_predicts_samples_that_it_never_saw(
    tables: tuple[Path, Path], tmp_path: Path, job: SimulationJob
) -> None:
    parameters, results = tables
    model, manifest = tmp_path / "field.npz", tmp_path / "field.json"
    options = ("--parameters", parameters, "--results", results, "-o", model)
    code, output = build(*options, "--manifest", manifest, "--json")
    assert code == 0, output
    told = json.loads(output)
    assert (told["samples"], told["parameters"], told["outputs"]) == (60, [*HEAD], 12)
    known = read_manifest(manifest.read_bytes())
    assert json.loads(manifest.read_text()) == told["manifest"]
    assert (known.id, known.kind) == ("field", "rom")
    assert known.held_out_error == told["held_out_error"]
    assert known.held_out_error["maximum_relative"] < 0.01
    assert set(known.training_box) == set(HEAD)

    inside = {"speed": 0.4, "opening": 0.6}
    ended = job.run(model.read_bytes(), inputs=inside, outputs=["p3", "p11"], parameters=[])
    assert ended.outputs["p3"]["value"] == pytest.approx(math.sin(1.3) + 1.8, rel=0.01)
    assert ended.outputs["p11"]["value"] == pytest.approx(math.sin(3.7) + 6.6, rel=0.01)


def test_parquet_and_csv_of_the_same_samples_are_the_same_model(
    tables: tuple[Path, Path], tmp_path: Path
) -> None:
    made = []
    for suffix in ("csv", "parquet"):
        files = []
        for table in tables:
            file = table.with_suffix(f".{suffix}")
            if suffix == "parquet":
                with duckdb.connect() as connection:
                    connection.execute(f"COPY (FROM read_csv('{table}')) TO '{file}'")
            files.append(file)
        model = tmp_path / f"{suffix}.npz"
        code, output = build("--parameters", files[0], "--results", files[1], "-o", model, "--json")
        assert code == 0, output
        made.append(json.loads(output)["manifest"]["artefact_sha256"])
    assert made[0] == made[1]


PARAMETERS, FIELDS = samples(20)
BROKEN: dict[str, tuple[Any, Any, str, str]] = {
    "other number of rows": (
        (HEAD, PARAMETERS[:-1]),
        (PLACES, FIELDS),
        "MODEL_SAMPLES_INVALID",
        "19 rows of parameters, 20 of results",
    ),
    "no number": (
        (HEAD, [("fast", 1.0), *PARAMETERS[1:]]),
        (PLACES, FIELDS),
        "MODEL_SAMPLES_INVALID",
        "speed: VARCHAR",
    ),
    "a hole": (
        (HEAD, [PARAMETERS[0], ("", 0.5), *PARAMETERS[2:]]),
        (PLACES, FIELDS),
        "MODEL_SAMPLES_INVALID",
        "row 2 of speed",
    ),
    "one name twice": (
        (HEAD, PARAMETERS),
        (("speed", *PLACES[1:]), FIELDS),
        "MODEL_SAMPLES_INVALID",
        "found speed",
    ),
    "too few": (
        (HEAD, PARAMETERS[:5]),
        (PLACES, FIELDS[:5]),
        "MODEL_DESCRIPTION_INVALID",
        "found 5",
    ),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_tables_that_make_no_model_are_refused(
    name: str, tmp_path: Path, job: SimulationJob
) -> None:
    parameters, results, code, told = BROKEN[name]
    model = tmp_path / "m.npz"
    ended, output = build(
        *("--parameters", write_csv(tmp_path / "p.csv", *parameters)),
        *("--results", write_csv(tmp_path / "r.csv", *results)),
        *("-o", model),
    )
    assert (ended, model.exists()) == (1, False)
    assert code in output and told in output


def test_file_that_is_no_table_is_refused(tables: tuple[Path, Path], tmp_path: Path) -> None:
    damaged = tmp_path / "p.parquet"
    damaged.write_bytes(b"PAR1 cut off")
    options = ("--parameters", damaged, "--results", tables[1], "-o", tmp_path / "m.npz")
    code, output = build(*options)
    assert code == 1
    assert "MODEL_SAMPLES_INVALID" in output and "p.parquet" in output
