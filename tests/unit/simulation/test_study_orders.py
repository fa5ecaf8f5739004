"""From the body of a request to what is run: checks, ids, chunks and cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from twin.compile import compile_site
from twin.definition import load_site
from twin.simulation.chunks import blocks_of_chunk
from twin.simulation.design_errors import DesignInvalid, StudyInvalid
from twin.simulation.errors import ModelUnknown
from twin.simulation.job import Artefact
from twin.simulation.manifest import ModelManifest
from twin.simulation.registry import ActiveModel, Deployment, ParameterVersion
from twin.simulation.study_cost import JobPrice, estimate, job_seconds, usage_of
from twin.simulation.study_errors import StudyModelUnsupported, StudyTooLarge
from twin.simulation.study_order import StudyOrder, study_order
from twin.simulation.study_plan import (
    MOST_OF_A_GROUP,
    chunk_groups,
    job_memory_mebibytes,
    plan_study,
)
from twin.simulation.study_request import StudyRequest
from twin.simulation.tally import Tally, tally_name, tally_of
from twin.simulation.variables import ModelVariable
from twin.site_document import Parameter, SiteDocument
from twin.spatial.fargate_sizes import is_offered

MODEL = "P-101.pump"
GRID = {"name": "grid", "inputs": {"speed": [800, 1200.0]}}
IMAGES = {"simulate": "an image", "simulate_ansys": "another image"}
PRICE = JobPrice(1e-5, "2026-07-01")
MANIFEST = ModelManifest(
    "pump",
    "fmu",
    "ab" * 32,
    10,
    (
        ModelVariable("speed", "input", maximum=1600.0),
        ModelVariable("wear", "parameter"),
        ModelVariable("efficiency_best", "parameter"),
        ModelVariable("flow", "output"),
        ModelVariable("power", "output"),
    ),
    1.0,
    steps_per_second=1000.0,
)


@pytest.fixture(scope="module")
def site(repository_root: Path) -> SiteDocument:
    return compile_site(load_site(repository_root / "sites" / "demo.yaml"))


def active(**changes: Any) -> ActiveModel:  # noqa: ANN401 - members of a deployment
    deployment = Deployment(
        model_id=MODEL,
        number=1,
        kind="fmu",
        artefact=Artefact("models/ab/pump.fmu", "ab" * 32),
        manifest_key="",
        manifest_sha256="",
        image_digest="",
        git_revision="",
        deployed_by="olga",
        deployed_at=1.0,
    )
    return ActiveModel(
        model_id=MODEL, deployment=replace(deployment, **changes), parameters=None, revision=1
    )


def order(site: SiteDocument, *, model: ActiveModel | None = None, **body: Any) -> StudyOrder:  # noqa: ANN401
    request = StudyRequest.from_body({"model_id": MODEL, "design": GRID, **body}, site)
    known = site.model_by_id[MODEL]
    return study_order(request, model or active(), known, image_digests=IMAGES)


def test_what_a_request_leaves_out_is_as_in_a_prediction(site: SiteDocument) -> None:
    model = site.model_by_id[MODEL]
    request = StudyRequest.from_body({"model_id": MODEL, "design": GRID, "fixed": None}, site)
    assert (request.rows, request.varied, request.seed) == (2, ("speed",), 0)
    assert request.outputs == ("flow", "power")
    assert request.steps * request.step_seconds == model.horizon_seconds


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"steps": 1.5}, "steps"),
        ({"steps": True}, "steps"),
        ({"step_seconds": 0}, "step_seconds"),
        ({"step_seconds": float("inf")}, "step_seconds"),
        ({"seed": 2**32}, "seed"),
        ({"fixed": {"wear": "0"}}, "fixed.wear"),
        ({"fixed": {"speed": 1.0}}, "fixed.speed"),
        ({"outputs": []}, "outputs"),
        ({"outputs": [1]}, "outputs[0]"),
        ({"idempotency_key": "k" * 129}, "idempotency_key"),
        ({"idempotency_key": 5}, "idempotency_key"),
        ({"rows": 5}, "rows"),
        ({"design": "grid"}, "design"),
    ],
)
def test_wrong_member_is_refused_by_its_name(
    site: SiteDocument, body: dict[str, Any], where: str
) -> None:
    with pytest.raises(StudyInvalid) as caught:
        order(site, **body)
    assert caught.value.where == where


def test_unknown_model_and_design_have_codes_of_their_own(site: SiteDocument) -> None:
    with pytest.raises(ModelUnknown):
        StudyRequest.from_body({"model_id": "none", "design": GRID}, site)
    with pytest.raises(DesignInvalid):
        order(site, design={"name": "grid", "inputs": {"speed": []}})


def test_equal_requests_to_an_equal_model_have_one_id(site: SiteDocument) -> None:
    shuffled = {"inputs": {"speed": [800, 1200.0]}, "name": "grid"}
    assert order(site).study_id == order(site, design=shuffled).study_id
    assert len(order(site).study_id) == 32


@pytest.mark.parametrize(
    "changes",
    [
        {"body": {"seed": 1}},
        {"body": {"steps": 7}},
        {"body": {"fixed": {"wear": 0.5}}},
        {"body": {"outputs": ["flow"]}},
        {"model": {"artefact": Artefact("models/cd/pump.fmu", "cd" * 32)}},
        {"model": {"manifest_sha256": "ef" * 32}},
    ],
)
def test_whatever_changes_a_result_changes_the_id(
    site: SiteDocument, changes: dict[str, Any]
) -> None:
    model = active(**changes.get("model", {}))
    assert order(site, model=model, **changes.get("body", {})).study_id != order(site).study_id


def test_parameters_in_use_are_fixed_unless_the_request_says_otherwise(site: SiteDocument) -> None:
    published = ParameterVersion(
        model_id=MODEL,
        number=1,
        version="v",
        key="k",
        parameters=(Parameter("wear", 0.2, 0.01),),
        deployment=1,
        calibration_id="c",
        published_by="olga",
        published_at=1.0,
    )
    calibrated = replace(active(), parameters=published)
    assert order(site, model=calibrated).fixed["wear"] == 0.2
    assert order(site, model=calibrated, fixed={"wear": 0.4}).fixed["wear"] == 0.4
    varied = {"name": "grid", "inputs": {"wear": [0.0, 0.1]}}
    assert "wear" not in order(site, model=calibrated, design=varied).fixed


def test_order_is_read_as_it_was_written(site: SiteDocument) -> None:
    written = order(site)
    assert StudyOrder.from_mapping(json.loads(written.to_json())) == written


def test_image_is_that_of_the_models_kind(site: SiteDocument) -> None:
    twin = order(site, model=active(kind="ansys_twin"))
    assert (order(site).image_digest, twin.image_digest) == ("an image", "another image")


def test_model_that_is_an_image_is_told_what_to_do_instead(site: SiteDocument) -> None:
    with pytest.raises(StudyModelUnsupported) as caught:
        order(site, model=active(kind="container"))
    assert (caught.value.found, caught.value.where) == ("container", "model_id")
    assert "intervals" in caught.value.message and "what-if" in caught.value.expected


def test_site_without_a_job_for_the_image_says_so(site: SiteDocument) -> None:
    request = StudyRequest.from_body({"model_id": MODEL, "design": GRID}, site)
    digests = {"simulate": "an image"}
    with pytest.raises(StudyModelUnsupported) as caught:
        twin, known = active(kind="ansys_twin"), site.model_by_id[MODEL]
        study_order(request, twin, known, image_digests=digests)
    assert caught.value.found == "ansys_twin, which needs simulate_ansys"
    assert caught.value.expected == "one of simulate"


def test_speed_decides_chunks_but_not_what_is_run(site: SiteDocument) -> None:
    sobol = {
        "name": "sobol",
        "count": 10_000,
        "inputs": {"speed": {"distribution": "uniform", "low": 800, "high": 1600}},
    }
    wanted = order(site, design=sobol, steps=3600)
    fast = plan_study(wanted, replace(MANIFEST, steps_per_second=500_000.0))
    slow = plan_study(wanted, replace(MANIFEST, steps_per_second=20_000.0))
    assert (fast.chunks, slow.chunks) == (1, 20)
    assert slow.study.block_rows < fast.study.block_rows
    resumed = plan_study(
        wanted,
        replace(MANIFEST, steps_per_second=20_000.0),
        kept_block_rows=fast.study.block_rows,
    )
    assert resumed.study.digest == fast.study.digest


def test_there_are_no_chunks_without_a_block(site: SiteDocument) -> None:
    plan = plan_study(order(site, steps=1000), replace(MANIFEST, steps_per_second=0.6))
    blocks = [
        blocks_of_chunk(plan.rows, plan.study.block_rows, index, plan.chunks)
        for index in range(plan.chunks)
    ]
    assert plan.chunks == 2 and all(blocks)


def test_study_that_no_job_could_end_is_refused(site: SiteDocument) -> None:
    with pytest.raises(StudyTooLarge) as caught:
        plan_study(order(site, steps=1_000_000), replace(MANIFEST, steps_per_second=10.0))
    assert "200000 seconds" in caught.value.found


def test_study_that_does_not_fit_its_model_is_refused(site: SiteDocument) -> None:
    for body in ({"outputs": ["head"]}, {"fixed": {"head": 1.0}}, {"outputs": ["flow", "flow"]}):
        with pytest.raises(StudyInvalid):
            plan_study(order(site, **body), MANIFEST)


@pytest.mark.parametrize("chunks", [2, 3, 499, 500, 501, 999, 1000, 1001, 10_000])
def test_groups_have_each_chunk_once_and_are_arrays(chunks: int) -> None:
    groups = chunk_groups(chunks)
    numbers = [group.first + index for group in groups for index in range(group.size)]
    assert numbers == list(range(chunks))
    assert all(2 <= group.size <= MOST_OF_A_GROUP for group in groups)


@pytest.mark.parametrize("chunks", [2, 3, 4, 5, 7, 20, 21, 10_000])
@pytest.mark.parametrize("licences", [1, 2, 3, 5])
def test_groups_are_of_as_many_chunks_as_there_are_licences(chunks: int, licences: int) -> None:
    groups = chunk_groups(chunks, most=licences)
    numbers = [group.first + index for group in groups for index in range(group.size)]
    assert numbers == list(range(chunks))
    assert all(2 <= group.size <= max(3, licences) for group in groups)


@pytest.mark.parametrize("kind", ["ansys_twin", "fmu", "onnx", "python", "rom"])
def test_jobs_have_a_size_that_fargate_offers(kind: str) -> None:
    assert is_offered(1, job_memory_mebibytes(kind))


def test_cost_is_of_seconds_and_at_least_of_a_minute_a_job() -> None:
    one = estimate(rows=10, steps=100, steps_per_second=1000.0, price=PRICE)
    assert (one.processor_seconds, one.chunks) == (1.0, 1)
    assert one.cost_usd == pytest.approx(60e-5)
    many = estimate(rows=10_000, steps=3600, steps_per_second=20_000.0, price=PRICE)
    assert (many.processor_seconds, many.chunks) == (1800.0, 20)
    assert many.cost_usd == pytest.approx(1860e-5)
    unknown = estimate(rows=10, steps=100, steps_per_second=None, price=PRICE)
    assert (unknown.rows, unknown.cost_usd, unknown.prices_of) == (10, None, "2026-07-01")
    used = usage_of(job_seconds([(100.0, 90.0), (5.0, 4.0)]), PRICE)
    assert (used.jobs, used.seconds, used.processor_seconds) == (2, 105.0, 94.0)
    assert used.cost_usd == pytest.approx(160e-5)


def test_marks_of_blocks_are_added_up_and_a_block_counts_once() -> None:
    names = [
        tally_name(0, done=3, failed=1),
        tally_name(1, done=4, failed=0),
        tally_name(1, done=3, failed=1),
        "notes.txt",
        "",
    ]
    found = tally_of(names)
    assert found == Tally(7, 1)
    assert found.pending(20) == 12
    assert tally_of([]) == Tally(0, 0)


@pytest.mark.parametrize(
    "package", ["simulation_studies", "simulation_study_fail", "simulation_study_steps"]
)
def test_functions_need_no_numpy(repository_root: Path, package: str) -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['numpy', 'scipy', 'duckdb']));"
        f"import {package}.handler; from twin.simulation.designs import designs; print(*designs())"
    )
    roots = (repository_root / "lambda", repository_root)
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(map(str, roots))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "saltelli" in done.stdout.split()
