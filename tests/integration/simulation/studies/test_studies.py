"""Studies from request to results: the synthesized workflow, its functions and its jobs."""

from __future__ import annotations

import hashlib
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest

from tests.integration.simulation.studies.site import MODEL, MODEL_ID, SPEEDS, StudySite

pytestmark = [pytest.mark.container, pytest.mark.slow]
PUMP = {"wear": 0.0}
"""Makes studies of the site's own pump others than those of other tests."""


def rows_of(results: Any, folder: Path) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any JSON
    """Fetch the file of results as anybody with the address does, and return its rows."""
    with urllib.request.urlopen(results["file"]["url"]) as answer:
        content = answer.read()
    assert hashlib.sha256(content).hexdigest() == results["file"]["sha256"]
    file = folder / "rows.parquet"
    file.write_bytes(content)
    with duckdb.connect() as connection:
        columns = 'row, "input.speed", "output.flow", code'
        return connection.execute(f"SELECT {columns} FROM '{file}'").fetchall()


def test_grid_of_the_sites_own_model_is_one_job_and_then_a_cache_hit(
    studies: StudySite, tmp_path: Path
) -> None:
    studies.deploy_sites_own()
    body = {"design": SPEEDS, "fixed": PUMP}
    started = studies.start(**body)
    assert (started["was_cached"], started["counts"]["pending"]) == (False, 4)
    study = studies.ended(started["study_id"])
    assert (study["state"], study["error"]) == ("SUCCEEDED", None)
    assert (study["chunks"], study["attempt"], study["usage"]["jobs"]) == (1, 1, 1)
    assert study["counts"] == {"accepted": 4, "done": 4, "failed": 0, "pending": 0}
    assert study["usage"]["cost_usd"] > 0
    assert study["estimate"]["steps_per_second"] > 0

    results = studies.results(study["study_id"])
    assert set(results["outputs"]) == {"flow", "power"}
    flow = results["outputs"]["flow"]
    rows = rows_of(results, tmp_path)
    assert [row[1] for row in rows] == SPEEDS["inputs"]["speed"]
    assert (flow["minimum"], flow["maximum"]) == (rows[0][2], rows[-1][2])
    assert results["row_schema"]["properties"]["output.flow"]["type"] == ["number", "null"]
    jsonschema.Draft202012Validator.check_schema(results["row_schema"])

    again = studies.start(**body)
    assert (again["study_id"], again["state"]) == (study["study_id"], "SUCCEEDED")
    assert (again["was_cached"], again["attempt"]) == (True, 1)
    assert studies.executions(study["study_id"]) == [f"{study['study_id']}-1"]


def test_study_of_many_chunks_is_one_array_and_a_job_that_collects(
    studies: StudySite, tmp_path: Path
) -> None:
    studies.deploy(MODEL, steps_per_second=0.1)  # so it says: a row would take ten seconds
    speeds = [float(value) for value in range(100, 136)]
    speeds[3], speeds[20] = 13.0, 99.0
    design = {"name": "grid", "inputs": {"speed": speeds}}
    study = studies.ended(studies.start(design=design, steps=1)["study_id"])
    assert study["error"] is None
    assert (study["state"], study["chunks"], study["usage"]["jobs"]) == ("SUCCEEDED", 4, 5)
    assert study["counts"] == {"accepted": 36, "done": 34, "failed": 2, "pending": 0}
    assert study["failed"] == {"MODEL_STATE_NOT_FINITE": 1, "MODEL_STEP_REFUSED": 1}
    rows = rows_of(studies.results(study["study_id"]), tmp_path)
    expected = [(i, one, None if one in (13, 99) else 2 * one) for i, one in enumerate(speeds)]
    assert [row[:3] for row in rows] == expected
    assert [row[3] for row in rows if row[3]] == ["MODEL_STEP_REFUSED", "MODEL_STATE_NOT_FINITE"]
    submitted = studies.jobs(study["study_id"])
    assert sorted(job["arrayProperties"].get("size", 1) for job in submitted) == [1, 4]


def test_states_are_told_on_the_bus_in_their_order(studies: StudySite) -> None:
    studies.deploy(MODEL, steps_per_second=0.1)
    design = {"name": "grid", "inputs": {"speed": [float(value) for value in range(200, 220)]}}
    with studies.events() as told:
        study = studies.ended(studies.start(design=design, steps=1)["study_id"])
        states = ["QUEUED", "PLANNED", "RUNNING", "COLLECTING", "SUCCEEDED"]
        found = told.until(lambda events: len(events) == len(states))
    assert [event["detail-type"] for event in found] == ["StudyStateChanged"] * len(states)
    own = [event["detail"] for event in found if event["detail"]["study_id"] == study["study_id"]]
    assert sorted((one["state"] for one in own), key=states.index) == states


def test_two_equal_requests_at_once_are_one_study(studies: StudySite) -> None:
    studies.deploy(MODEL)
    body = {"design": {"name": "grid", "inputs": {"speed": [301.0, 302.0]}}, "steps": 1}

    def start(subject: str) -> Any:  # noqa: ANN401 - any JSON
        whole = {"model_id": MODEL_ID, **body}
        return studies.call("POST", "/studies", whole, subject=subject)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(start, ["olga", "igor", "vera", "jan"]))
    assert {status for status, _ in answers} == {202}
    (study_id,) = {study["study_id"] for _, study in answers}
    study = studies.ended(study_id)
    assert (study["state"], study["attempt"]) == ("SUCCEEDED", 1)
    assert studies.executions(study_id) == [f"{study_id}-1"]


def test_another_file_of_the_model_is_another_study(studies: StudySite) -> None:
    body = {"design": {"name": "grid", "inputs": {"speed": [401.0]}}, "steps": 1}
    studies.deploy(MODEL)
    first = studies.start(**body)["study_id"]
    studies.deploy(MODEL + b"# another\n")
    assert studies.start(**body)["study_id"] != first


def test_sensitivity_comes_with_the_design_for_it(studies: StudySite) -> None:
    studies.deploy(MODEL)
    inputs = {
        "speed": {"distribution": "uniform", "low": 100.0, "high": 200.0},
        "wear": {"distribution": "uniform", "low": 0.0, "high": 1.0},
    }
    design = {"name": "saltelli", "count": 64, "inputs": inputs}
    study = studies.ended(studies.start(design=design, steps=1, outputs=["power"])["study_id"])
    assert (study["state"], study["rows"]) == ("SUCCEEDED", 256)
    found = studies.results(study["study_id"])["sensitivity"]["outputs"]["power"]["inputs"]
    assert found[0]["name"] == "speed" and found[0]["first_order"] > 0.9
    assert found[1]["total_order"] < 0.1


def test_estimate_starts_nothing_and_has_a_cost_once_the_speed_is_known(
    studies: StudySite,
) -> None:
    design = {
        "name": "sobol",
        "count": 1024,
        "inputs": {"speed": {"distribution": "uniform", "low": 1.0, "high": 2.0}},
    }
    body = {"model_id": MODEL_ID, "design": design, "steps": 3600}
    studies.deploy(MODEL + b"# nobody ran this\n")
    status, unknown = studies.call("POST", "/studies/estimate", body)
    assert (status, unknown["estimate"]["rows"]) == (200, 1024)
    assert (unknown["estimate"]["cost_usd"], unknown["estimate"]["chunks"]) == (None, None)
    studies.deploy(MODEL, steps_per_second=20_480.0)
    status, known = studies.call("POST", "/studies/estimate", body)
    estimate = known["estimate"]
    assert (estimate["processor_seconds"], estimate["chunks"]) == (180.0, 2)
    _, half = studies.call("POST", "/studies/estimate", {**body, "steps": 1800})
    # Two jobs of 90 s and one that collects, against one job of 90 s.
    assert estimate["cost_usd"] == pytest.approx(half["estimate"]["cost_usd"] * 240 / 90)
    assert estimate["prices_of"]
    path = {"study_id": known["study_id"]}
    assert studies.call("GET", "/studies/{study_id}", path=path)[0] == 404


def test_list_has_the_newest_first_and_pages(studies: StudySite) -> None:
    studies.deploy(MODEL)
    made = [
        studies.start(design={"name": "grid", "inputs": {"speed": [500.0 + n]}}, steps=1)
        for n in range(2)
    ]
    status, page = studies.call("GET", "/studies", query={"limit": ["1"]})
    assert (status, page["studies"][0]["study_id"]) == (200, made[1]["study_id"])
    query = {"limit": ["1"], "next_token": [page["next_token"]]}
    _, following = studies.call("GET", "/studies", query=query)
    assert following["studies"][0]["study_id"] == made[0]["study_id"]
    for study in made:
        assert studies.ended(study["study_id"])["state"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("body", "code", "where"),
    [
        ({"design": {"name": "guess"}}, "DESIGN_INVALID", None),
        ({"design": {"name": "grid", "inputs": {}}}, "DESIGN_INVALID", "design.inputs"),
        ({"design": SPEEDS, "fixed": {"speed": 1}}, "STUDY_INVALID", "fixed.speed"),
        ({"design": SPEEDS, "fixed": {"speeed": 1}}, "STUDY_INVALID", "fixed"),
        ({"design": SPEEDS, "outputs": ["flo"]}, "STUDY_INVALID", "outputs"),
        ({"design": SPEEDS, "steps": -1}, "STUDY_INVALID", "steps"),
        ({"design": SPEEDS, "seed": "x"}, "STUDY_INVALID", "seed"),
        ({"model_id": "P-9.none", "design": SPEEDS}, "MODEL_UNKNOWN", "model_id"),
        ({"design": SPEEDS, "steps": 100_000_000}, "STUDY_TOO_LARGE", None),
    ],
)
def test_wrong_request_is_refused_before_anything_is_done(
    studies: StudySite, body: dict[str, Any], code: str, where: str | None
) -> None:
    studies.deploy(MODEL, steps_per_second=1000.0)
    before = studies.objects("studies/")
    status, refusal = studies.call("POST", "/studies", {"model_id": MODEL_ID, **body})
    assert (status // 100, refusal["code"]) == (4, code), refusal
    assert where is None or refusal["where"] == where
    assert studies.objects("studies/") == before


def test_idempotency_key_is_of_one_study(studies: StudySite) -> None:
    studies.deploy(MODEL)
    design = {"name": "grid", "inputs": {"speed": [601.0]}}
    first = studies.start(design=design, steps=1, idempotency_key="k-1")
    assert studies.start(design=design, steps=1, idempotency_key="k-1")["attempt"] == 1
    other = {"model_id": MODEL_ID, "design": design, "steps": 2, "idempotency_key": "k-1"}
    status, refusal = studies.call("POST", "/studies", other)
    assert (status, refusal["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert studies.call("POST", "/studies", other, subject="igor")[0] == 202
    assert studies.ended(first["study_id"])["state"] == "SUCCEEDED"


def test_study_that_is_not_there_has_no_results(studies: StudySite) -> None:
    path = {"study_id": "0" * 32}
    for method, resource in (
        ("GET", "/studies/{study_id}"),
        ("GET", "/studies/{study_id}/results"),
        ("POST", "/studies/{study_id}/cancel"),
    ):
        status, refusal = studies.call(method, resource, path=path)
        assert (status, refusal["code"]) == (404, "STUDY_UNKNOWN")
