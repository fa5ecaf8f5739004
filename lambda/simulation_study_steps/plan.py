"""First step of a study: what its jobs read, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation_runtime.study_settings import announce_study, job_price, storage, table
from simulation_runtime.study_storage import StudyStorage, json_of
from simulation_study_steps.jobs import StudyJobs
from twin.simulation.study_cost import estimate
from twin.simulation.study_errors import StudyFailed
from twin.simulation.study_jobs import COLLECTOR, image_jobs_of, study_image
from twin.simulation.study_keys import order_key, study_key
from twin.simulation.study_order import StudyOrder
from twin.simulation.study_plan import StudyPlan, job_memory_mebibytes, plan_study
from twin.simulation.study_run import StudyRun


def plan(study: StudyRun, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return which jobs come next: one that says what the model is, one that does all, or many.

    Raises:
        StudyInvalid, DesignInvalid, StudyTooLarge: the study is not run.
        StudyModelUnsupported: the site has no job for it any more.
        StudyFailed: what was asked for is not there.
    """
    bucket = storage()
    order = StudyOrder.from_mapping(_required(bucket, order_key(study.study_id)))
    known = image_jobs_of(event["jobs"])
    jobs = StudyJobs(
        bucket,
        study,
        memory=str(job_memory_mebibytes(order.kind)),
        runs=known[study_image(order.kind, known)],
        collects=known[COLLECTOR],
    )
    manifest = bucket.manifest(order)
    if manifest is None and event["is_described"]:
        raise StudyFailed("the model was described, but nothing says how fast it steps")
    if manifest is None:
        return jobs.describing(order)
    kept = json_of(bucket.read(study_key(study.study_id)))
    planned = plan_study(order, manifest, kept_block_rows=kept["block_rows"] if kept else None)
    bucket.write(study_key(study.study_id), planned.study.to_json())
    _record(study, planned)
    return jobs.one(planned) if planned.chunks == 1 else jobs.many(planned)


def _required(bucket: StudyStorage, key: str) -> Any:  # noqa: ANN401 - any JSON
    content = json_of(bucket.read(key))
    if content is None:
        raise StudyFailed("what was asked for is not there", where=key)
    return content


def _record(study: StudyRun, planned: StudyPlan) -> None:
    expected = estimate(
        rows=planned.rows,
        steps=study.steps,
        steps_per_second=planned.steps_per_second,
        price=job_price(study.kind),
    )

    def change(one: StudyRun) -> StudyRun | None:
        if one.state not in ("QUEUED", "PLANNED"):
            return None
        digest = planned.study.digest
        return one.planned(expected, chunks=planned.chunks, study_digest=digest)

    found, is_changed = table().change(study.study_id, change)
    if is_changed:
        announce_study(found)
