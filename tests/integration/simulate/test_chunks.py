"""Chunks of a study in the job's own interpreter over S3: results, resume, lost rows, poison."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.integration.simulate.conftest import SimulationJob
from twin.simulation.manifest import ModelManifest
from twin.simulation.study import Study
from twin.simulation.variables import ModelVariable

pytestmark = [pytest.mark.container, pytest.mark.slow]

MODEL = b"""
import os, signal
STEP_SECONDS = 1.0
VARIABLES = [
    {"name": "a", "causality": "parameter", "start": 1.0},
    {"name": "b", "causality": "input", "start": 0.0},
    {"name": "y", "causality": "output"},
]


def step(state, inputs, parameters, dt_seconds):
    state = (state or 0.0) + dt_seconds * parameters["a"]
    if parameters["a"] == 7.0:
        os.kill(os.getpid(), signal.SIGSEGV)
    if parameters["a"] == 8.0:
        raise ValueError("no eights")
    if parameters["a"] == 9.0:
        state = float("nan")
    return state, {"y": state + inputs["b"]}
"""
VARIABLES = (
    ModelVariable("a", "parameter", start=1.0, maximum=50.0),
    ModelVariable("b", "input", start=0.0),
    ModelVariable("y", "output", unit="m", description="way"),
)


class Studies:
    """A bucket with a study and its results."""

    def __init__(self, job: SimulationJob, name: str) -> None:
        self._job = job
        self.bucket = name
        job.s3.create_bucket(Bucket=name)

    def study(self, values: list[float], *, model: bytes = MODEL, **changes: Any) -> Study:  # noqa: ANN401
        digest = hashlib.sha256(model).hexdigest()
        manifest = ModelManifest("m", "python", digest, len(model), VARIABLES, 1.0)
        whole = {
            "artefact_key": "model.py",
            "design": {"name": "grid", "inputs": {"a": values}},
            "fixed": {"b": 0.5},
            "outputs": ("y",),
            "steps": 10,
            "step_seconds": 1.0,
            "seed": 1,
            "block_rows": 2,
        }
        found = Study(manifest=manifest, **{**whole, **changes})
        self.put("study.json", found.to_json().encode())
        self.put("model.py", model)
        return found

    def run(
        self, *options: str, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        folder = f"s3://{self.bucket}"
        return self._job.execute(
            *("--study", f"{folder}/study.json", "--output", f"{folder}/r", *options),
            environment=environment,
        )

    def execute(self, *options: str) -> subprocess.CompletedProcess[str]:
        return self._job.execute(*options)

    def begin(self) -> subprocess.Popen[str]:
        """Begin a chunk on a machine of its own: one group of processes."""
        folder = f"s3://{self.bucket}"
        return self._job.begin("--study", f"{folder}/study.json", "--output", f"{folder}/r")

    def has(self, key: str) -> bool:
        return key in self.keys()

    def summary(self, *options: str) -> Any:  # noqa: ANN401 - any JSON
        done = self.run(*options)
        assert done.returncode == 0, done.stderr
        return self.read("r/chunks/00000-00001.json")

    def read(self, key: str) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.get(key))

    def get(self, key: str) -> bytes:
        content: bytes = self._job.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return content

    def put(self, key: str, content: bytes) -> None:
        self._job.s3.put_object(Bucket=self.bucket, Key=key, Body=content)

    def delete(self, key: str) -> None:
        self._job.s3.delete_object(Bucket=self.bucket, Key=key)

    def keys(self) -> dict[str, str]:
        listed = self._job.s3.list_objects_v2(Bucket=self.bucket, Prefix="r/").get("Contents", [])
        return {item["Key"]: item["ETag"] for item in listed}

    def rows(self, folder: Path) -> list[tuple[Any, ...]]:
        folder.mkdir(exist_ok=True)
        for key in self.keys():
            if key.endswith(".parquet"):
                (folder / Path(key).name).write_bytes(self.get(key))
        columns = 'row, "input.a", "output.y", code'
        query = f"SELECT {columns} FROM '{folder}/*.parquet' ORDER BY row"
        with duckdb.connect() as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def studies(job: SimulationJob, request: pytest.FixtureRequest) -> Studies:
    digest = hashlib.sha256(request.node.name.encode()).hexdigest()[:16]
    return Studies(job, f"studies-{digest}")


def test_rows_are_those_of_the_design_and_failed_ones_say_why(
    studies: Studies, tmp_path: Path
) -> None:
    studies.study([1.0, 2.0, 7.0, 8.0, 9.0, 60.0, 3.0])
    summary = studies.summary()
    assert studies.rows(tmp_path / "p") == [
        (0, 1.0, 10.5, ""),
        (1, 2.0, 20.5, ""),
        (2, 7.0, None, "MODEL_CRASHED"),
        (3, 8.0, None, "MODEL_STEP_REFUSED"),
        (4, 9.0, None, "MODEL_STATE_NOT_FINITE"),
        (5, 60.0, None, "MODEL_VALUE_OUT_OF_RANGE"),
        (6, 3.0, 30.5, ""),
    ]
    assert (summary["rows"], summary["blocks"], summary["blocks_reused"]) == (7, 4, 0)
    assert sum(summary["failed"].values()) == 4


def test_chunks_together_have_every_row_once(studies: Studies, tmp_path: Path) -> None:
    studies.study([float(value) for value in range(1, 6)])
    for index in range(2):
        assert studies.run("--index", str(index), "--of", "2").returncode == 0
    assert [row[:2] for row in studies.rows(tmp_path / "p")] == [
        (index, index + 1.0) for index in range(5)
    ]


def test_what_is_there_is_not_run_again_and_a_lost_block_is(studies: Studies) -> None:
    studies.study([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    studies.summary()
    before = studies.keys()
    # What a machine that was lost leaves: a block that never came, and one without its mark.
    studies.delete("r/blocks/00000001.json")
    studies.delete("r/blocks/00000002.json")
    studies.delete("r/blocks/00000002.parquet")
    summary = studies.summary()
    assert (summary["blocks_reused"], summary["blocks_refused"]) == (1, 0)
    after = studies.keys()
    assert {key: tag for key, tag in after.items() if "blocks" in key} == {
        key: tag for key, tag in before.items() if "blocks" in key
    }
    assert studies.summary()["blocks_reused"] == 3


SLOW = MODEL.replace(b"import os, signal", b"import os, signal, time").replace(
    b"    if parameters", b"    time.sleep(0.01)\n    if parameters", 1
)


def test_machine_that_is_lost_in_the_middle_costs_no_finished_block(
    studies: Studies, tmp_path: Path
) -> None:
    studies.study([float(value) for value in range(10, 30)], model=SLOW)
    with studies.begin() as machine:
        end = time.monotonic() + 60
        while not studies.has("r/blocks/00000001.json") and time.monotonic() < end:
            time.sleep(0.05)
        os.killpg(machine.pid, signal.SIGKILL)
    finished = {key: tag for key, tag in studies.keys().items() if key.endswith(".json")}
    assert 2 <= len(finished) < 10
    summary = studies.summary()
    assert (summary["blocks_reused"], summary["blocks_refused"]) == (len(finished), 0)
    assert [row[0] for row in studies.rows(tmp_path / "p")] == list(range(20))
    assert finished.items() <= studies.keys().items()


def test_poisoned_blocks_are_refused_and_run_again(studies: Studies, tmp_path: Path) -> None:
    studies.study([float(value) for value in range(10, 22)])
    studies.summary()
    good = studies.keys()
    poisons = {
        0: studies.get("r/blocks/00000000.parquet")[:-1] + b"\0",
        1: forge(studies.get("r/blocks/00000001.parquet"), tmp_path, "'x' AS run_id"),
        2: forge(studies.get("r/blocks/00000002.parquet"), tmp_path, FORGED_OUTPUT),
    }
    for number, content in poisons.items():
        studies.put(f"r/blocks/{number:08d}.parquet", content)
    for number in (1, 2):  # whole files, with marks that say so
        poison_mark(studies, number, sha256=hashlib.sha256(poisons[number]).hexdigest())
    poison_mark(studies, 3, study_digest="0" * 64)
    studies.put("r/blocks/00000004.json", b"[1")
    summary = studies.summary()
    assert (summary["blocks_reused"], summary["blocks_refused"]) == (1, 5)
    assert studies.keys() == {**good, SUMMARY: studies.keys()[SUMMARY]}


FORGED_OUTPUT = '"output.y" + 1 AS "output.y"'
SUMMARY = "r/chunks/00000-00001.json"


def poison_mark(studies: Studies, number: int, **changes: Any) -> None:  # noqa: ANN401 - any JSON
    key = f"r/blocks/{number:08d}.json"
    studies.put(key, json.dumps({**studies.read(key), **changes}).encode())


def forge(content: bytes, folder: Path, change: str) -> bytes:
    """Return a whole file of the same columns, one of them changed."""
    good, forged = folder / "good.parquet", folder / "forged.parquet"
    good.write_bytes(content)
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * REPLACE ({change}) FROM '{good}') TO '{forged}'")
    return forged.read_bytes()


def test_wrong_study_is_refused_and_leaves_nothing(studies: Studies) -> None:
    studies.study([1.0], design={"name": "guess"})
    done = studies.run()
    assert done.returncode == 10, done.stderr
    assert set(studies.keys()) == {"r/chunks/00000-00001.error.json"}
    assert studies.read("r/chunks/00000-00001.error.json")["error"]["code"] == "DESIGN_INVALID"


def test_model_that_cannot_be_loaded_refuses_the_chunk(studies: Studies) -> None:
    studies.study([1.0], model=MODEL + b"\nraise RuntimeError('not today')\n")
    assert studies.run().returncode == 10
    error = studies.read("r/chunks/00000-00001.error.json")["error"]
    assert error["code"] == "MODEL_BROKEN"
    assert "not today" in error["found"]


def test_changed_model_is_not_run(studies: Studies) -> None:
    studies.study([1.0])
    studies.put("model.py", MODEL + b"\n")
    assert studies.run().returncode == 10
    assert studies.read("r/chunks/00000-00001.error.json")["error"]["code"] == "JOB_INPUT_CORRUPT"


def test_index_outside_of_the_chunks_is_refused(studies: Studies) -> None:
    studies.study([1.0])
    assert studies.run("--index", "2", "--of", "2").returncode == 2
