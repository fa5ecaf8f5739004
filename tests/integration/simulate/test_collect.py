"""Joining a study's rows: one file, a summary that is right, and nothing where rows are missing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import numpy as np
import pytest

from tests.integration.simulate.conftest import SimulationJob
from tests.integration.simulate.test_chunks import MODEL, Studies, poison_mark
from twin.simulation.sensitivity.elementary_effects import elementary_effects

pytestmark = [pytest.mark.container, pytest.mark.slow]

SUMMARY, RESULTS = "r/summary.json", "r/results.parquet"


@pytest.fixture
def studies(job: SimulationJob, request: pytest.FixtureRequest) -> Studies:
    digest = hashlib.sha256(request.node.name.encode()).hexdigest()[:16]
    return Studies(job, f"collected-{digest}")


def collected(studies: Studies, *, of: int = 1) -> Any:  # noqa: ANN401 - any JSON
    """Run all chunks and collect them, and return the summary."""
    for index in range(of):
        assert studies.run("--index", str(index), "--of", str(of)).returncode == 0
    folder = f"s3://{studies.bucket}"
    done = studies.execute(
        "--collect", f"{folder}/study.json", "--output", f"{folder}/r", "--of", str(of)
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    return studies.read(SUMMARY)


def table(studies: Studies, folder: Path) -> list[dict[str, Any]]:
    file = folder / "results.parquet"
    file.write_bytes(studies.get(RESULTS))
    with duckdb.connect() as connection:
        found = connection.execute(f"FROM '{file}'")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_all_rows_are_in_one_file_and_the_summary_is_of_those_that_did_not_fail(
    studies: Studies, tmp_path: Path
) -> None:
    values = [1.0, 2.0, 8.0, 9.0, 60.0, 3.0, 4.5]
    studies.study(values)
    summary = collected(studies, of=2)
    good = np.array([10.5, 20.5, 30.5, 45.5])
    assert summary["failed"] == {
        "MODEL_STATE_NOT_FINITE": 1,
        "MODEL_STEP_REFUSED": 1,
        "MODEL_VALUE_OUT_OF_RANGE": 1,
    }
    found = summary["outputs"]["y"]
    assert (summary["rows"], found["count"]) == (7, 4)
    assert found["mean"] == pytest.approx(good.mean())
    assert found["standard_deviation"] == pytest.approx(good.std(ddof=1))
    assert (found["minimum"], found["maximum"]) == (10.5, 45.5)
    for quantile in found["quantiles"]:
        assert quantile["value"] == pytest.approx(np.quantile(good, quantile["level"]))
    assert [quantile["level"] for quantile in found["quantiles"]] == [0.05, 0.25, 0.5, 0.75, 0.95]
    assert summary["sensitivity"] is None

    content = studies.get(RESULTS)
    assert summary["results"] == {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size_bytes": len(content),
    }
    rows = table(studies, tmp_path)
    assert [row["input.a"] for row in rows] == values
    assert [row["row"] for row in rows] == list(range(7))
    schema = studies.read("r/row.schema.json")
    output = {"type": ["number", "null"], "unit": "m", "description": "way"}
    assert schema["properties"]["output.y"] == output
    for row in rows:
        jsonschema.validate(row, schema)


def test_jobs_are_counted_with_the_one_that_collects(studies: Studies) -> None:
    studies.study([float(value) for value in range(1, 7)])
    jobs = collected(studies, of=3)["jobs"]
    assert (jobs["jobs"], jobs["billed_seconds"]) == (4, 240.0)
    assert jobs["processor_seconds"] > 0 and 0 < jobs["seconds"] < 240


def test_study_of_one_chunk_is_one_job(studies: Studies) -> None:
    studies.study([1.0, 2.0])
    assert studies.run("--and-collect").returncode == 0
    summary = studies.read(SUMMARY)
    assert (summary["jobs"]["jobs"], summary["outputs"]["y"]["mean"]) == (1, 15.5)


def tallies(studies: Studies) -> list[str]:
    return sorted(filter(re.compile("tally/").search, studies.keys()))


def test_progress_is_counted_by_names(studies: Studies) -> None:
    studies.study([1.0, 8.0, 3.0])
    assert studies.run().returncode == 0
    names = tallies(studies)
    assert names == ["r/tally/00000000-1-1", "r/tally/00000001-1-0"]
    studies.delete(names[1])  # its machine was lost before it counted the block
    assert studies.run().returncode == 0
    assert tallies(studies) == names


def test_what_matters_is_told_by_the_designs_for_it(studies: Studies, tmp_path: Path) -> None:
    inputs = {
        "a": {"distribution": "uniform", "low": 10.0, "high": 20.0},
        "b": {"distribution": "uniform", "low": 0.0, "high": 30.0},
    }
    studies.study([], design={"name": "saltelli", "count": 64, "inputs": inputs}, fixed={})
    found = collected(studies)["sensitivity"]
    # y = 10 a + b: variances are 100 · 100/12 and 900/12, so the shares are 10/10.9 and 0.9/10.9.
    assert found["method"] == "sobol_indices"
    first, second = found["outputs"]["y"]["inputs"]
    assert (first["name"], second["name"]) == ("a", "b")
    assert first["first_order"] == pytest.approx(10 / 10.9, abs=0.05)
    assert second["total_order"] == pytest.approx(0.9 / 10.9, abs=0.02)
    low, high = first["total_order_interval"]
    assert low < 10 / 10.9 < high


def test_elementary_effects_are_those_of_the_rows(studies: Studies, tmp_path: Path) -> None:
    inputs = {name: {"distribution": "uniform", "low": 10.0, "high": 20.0} for name in ("a", "b")}
    studies.study([], design={"name": "morris", "count": 4, "inputs": inputs}, fixed={}, seed=3)
    found = collected(studies)["sensitivity"]
    outputs = np.array([row["output.y"] for row in table(studies, tmp_path)])
    expected = elementary_effects(outputs, ("a", "b"), seed=3)
    assert found["method"] == "elementary_effects"
    assert [one["mean_absolute"] for one in found["outputs"]["y"]["inputs"]] == [
        pytest.approx(one.mean_absolute) for one in expected
    ]


def test_output_that_does_not_move_has_no_sensitivity(studies: Studies) -> None:
    still = MODEL.replace(b'{"y": state + inputs["b"]}', b'{"y": 1.0}')
    inputs = {"b": {"distribution": "uniform", "low": 0.0, "high": 1.0}}
    studies.study(
        [], model=still, design={"name": "saltelli", "count": 16, "inputs": inputs}, fixed={}
    )
    found = collected(studies)["sensitivity"]["outputs"]["y"]
    assert (found["inputs"], found["refusal"]["code"]) == ([], "STUDY_INVALID")


def refusal(studies: Studies) -> Any:  # noqa: ANN401 - any JSON
    """Collect what must not be collected, and return why."""
    folder = f"s3://{studies.bucket}"
    done = studies.execute(
        *("--collect", f"{folder}/study.json", "--output", f"{folder}/r"),
        *("--errors", f"{folder}/errors/1"),
    )
    assert done.returncode == 10, done.stderr
    assert not studies.has(SUMMARY) and not studies.has(RESULTS)
    return studies.read("errors/1/collect.error.json")["error"]


def test_lost_block_is_missed(studies: Studies) -> None:
    studies.study([1.0, 2.0, 3.0])
    assert studies.run().returncode == 0
    studies.delete("r/blocks/00000001.json")
    assert refusal(studies)["code"] == "STUDY_BLOCKS_MISSING"


def test_chunk_that_never_ran_is_missed(studies: Studies) -> None:
    studies.study([1.0, 2.0, 3.0])
    assert refusal(studies)["code"] == "STUDY_BLOCKS_MISSING"


def test_block_of_another_study_is_not_collected(studies: Studies) -> None:
    studies.study([1.0, 2.0, 3.0])
    assert studies.run().returncode == 0
    poison_mark(studies, 0, study_digest="0" * 64)
    assert refusal(studies)["code"] == "STUDY_BLOCKS_MISSING"


def test_damaged_block_is_not_collected(studies: Studies) -> None:
    studies.study([1.0, 2.0, 3.0])
    assert studies.run().returncode == 0
    studies.put("r/blocks/00000000.parquet", b"PAR1")
    assert refusal(studies)["code"] == "JOB_INPUT_CORRUPT"


def test_study_of_which_every_row_failed_has_no_results(studies: Studies) -> None:
    studies.study([8.0, 9.0])
    assert studies.run().returncode == 0
    error = refusal(studies)
    assert error["code"] == "STUDY_WITHOUT_RESULTS"
    assert error["found"] == '{"MODEL_STATE_NOT_FINITE": 1, "MODEL_STEP_REFUSED": 1}'


def test_child_of_an_array_runs_the_chunk_after_the_first_of_its_group(studies: Studies) -> None:
    studies.study([float(value) for value in range(1, 9)])
    done = studies.run("--first", "2", "--of", "4", environment={ARRAY_INDEX: "1"})
    assert done.returncode == 0, done.stderr
    assert studies.read("r/chunks/00003-00004.json")["rows"] == 2


ARRAY_INDEX = "AWS_BATCH_JOB_ARRAY_INDEX"


def test_model_is_described_where_it_will_run(studies: Studies) -> None:
    studies.put("m/model.py", MODEL)
    folder = f"s3://{studies.bucket}"
    digest = hashlib.sha256(MODEL).hexdigest()
    done = studies.execute(
        *("--describe", f"{folder}/m/model.py", "--sha256", digest),
        *("--output", f"{folder}/manifest.json", "--errors", f"{folder}/errors/1"),
    )
    assert done.returncode == 0, done.stderr
    manifest = studies.read("manifest.json")
    assert (manifest["kind"], manifest["artefact_sha256"]) == ("python", digest)
    assert [item["name"] for item in manifest["variables"]] == ["a", "b", "y"]
    assert manifest["steps_per_second"] > 0


def test_model_that_cannot_be_described_says_why(studies: Studies) -> None:
    studies.put("m/model.py", MODEL + b"\nraise RuntimeError('not today')\n")
    folder = f"s3://{studies.bucket}"
    done = studies.execute(
        *("--describe", f"{folder}/m/model.py", "--output", f"{folder}/manifest.json"),
        *("--errors", f"{folder}/errors/1"),
    )
    assert done.returncode == 10, done.stderr
    assert studies.read("errors/1/describe.error.json")["error"]["code"] == "MODEL_BROKEN"
