"""The record of a study: its states, its rows, and what others may see of it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from twin.simulation.study_cost import JobPrice, estimate, job_seconds, usage_of
from twin.simulation.study_run import INNER, StudyRun, StudyStateChanged
from twin.simulation.tally import Tally

PRICE = JobPrice(1e-5, "2026-07-01")
REASON = {"code": "STUDY_FAILED", "message": "a job died"}
STUDY = StudyRun(
    study_id="0f" * 16,
    model_id="P-101.pump",
    kind="fmu",
    design="grid",
    varied=("speed",),
    outputs=("flow",),
    rows=10,
    steps=60,
    step_seconds=1.0,
    seed=0,
    estimate=estimate(rows=10, steps=60, steps_per_second=None, price=PRICE),
    state="QUEUED",
    requested_by="olga",
    subject="s-1",
    requested_at=1.0,
)


def test_record_is_read_as_it_was_written() -> None:
    usage = usage_of(job_seconds([(1.0, 1.0)]), PRICE)
    ended = STUDY.running(at=2.0).succeeded({"MODEL_CRASHED": 2}, usage, at=3.0)
    for study in (STUDY, ended, STUDY.ended_badly(REASON, Tally(3, 1), at=4.0)):
        assert StudyRun.from_mapping(json.loads(json.dumps(asdict(study)))) == study


def test_rows_are_accounted_for_in_every_state() -> None:
    usage = usage_of(job_seconds([(1.0, 1.0)]), PRICE)
    studies = {
        "queued": STUDY.to_body(),
        "running": STUDY.running(at=2.0).to_body(Tally(4, 1)),
        "succeeded": STUDY.succeeded({"MODEL_CRASHED": 2}, usage, at=3.0).to_body(),
        "failed": STUDY.ended_badly(REASON, Tally(3, 1), at=4.0).to_body(),
    }
    for name, body in studies.items():
        counts = body["counts"]
        total = counts["done"] + counts["failed"] + counts["pending"]
        assert counts["accepted"] == total == 10, name
    assert studies["running"]["counts"]["pending"] == 5
    assert studies["succeeded"]["counts"] == {"accepted": 10, "done": 8, "failed": 2, "pending": 0}


def test_what_somebody_stops_is_cancelled_and_not_failed() -> None:
    stopped = STUDY.to_be_cancelled("igor").ended_badly(REASON, Tally(), at=2.0)
    assert (stopped.state, stopped.has_ended) == ("CANCELLED", True)
    assert STUDY.ended_badly(REASON, Tally(), at=2.0).state == "FAILED"


def test_next_attempt_begins_clean_and_has_another_execution() -> None:
    failed = STUDY.running(at=2.0).to_be_cancelled("igor").ended_badly(REASON, Tally(3, 0), at=3.0)
    again = failed.again("vera", "s-2", at=9.0)
    assert (again.state, again.attempt, again.requested_at) == ("QUEUED", 2, 9.0)
    assert (again.error, again.cancelled_by, again.started_at) == (None, "", None)
    assert again.tally == Tally(3, 0), "what is there stays there"
    assert again.execution == f"{STUDY.study_id}-2" != STUDY.execution
    assert len(again.execution) <= 80


def test_events_say_what_the_api_says_and_nothing_inner() -> None:
    study = replace(STUDY, study_digest="d", cancelled_by="igor")
    detail = StudyStateChanged(study).to_detail()
    assert detail == study.to_body()
    assert not {*INNER, "tally"} & set(detail)
