"""Say what a study would cost, start one, and stop one."""

from __future__ import annotations

import time
from dataclasses import replace

from simulation_runtime.request_ids import id_of_request
from simulation_runtime.study_settings import announce_study, storage, table
from simulation_studies import workflow
from simulation_studies.orders import AskedStudy, asked_study
from twin.simulation.study_errors import StudyFailed
from twin.simulation.study_keys import order_key
from twin.simulation.study_run import StudyRun
from twin_runtime.errors import IdempotencyKeyReused
from twin_runtime.http import Answer, Body, Request


def estimate_study(request: Request) -> Body:
    """Answer what a study would take and cost; nothing is started."""
    asked = asked_study(request)
    return {"study_id": asked.study.study_id, "estimate": asked.study.estimate.to_dict()}


def start_study(request: Request) -> Answer:
    """Start a study; answer 202 with it, at once with its results where they were there.

    Equal requests to an equal model are one study: one that runs is followed, one that failed or
    was cancelled goes on where it stopped. A request that is repeated under its idempotency key
    does not begin such a study once more.
    """
    asked = asked_study(request)
    is_repeated = _claim(asked)
    recorded = _recorded(asked)
    if recorded.state in ("FAILED", "CANCELLED") and not is_repeated:
        recorded = _again(asked)
    if recorded.state == "QUEUED":
        workflow.start(recorded)
    tally = None if recorded.has_ended else storage().tally(recorded.study_id)
    is_cached = recorded.state == "SUCCEEDED"
    return Answer(202, recorded.to_body(tally, was_cached=is_cached))


def cancel_study(request: Request) -> Answer:
    """Stop a study; answer 202: it is CANCELLED as soon as its jobs have ended.

    One that is over stays as it is.
    """
    by, study_id = request.authenticated.name, request.path["study_id"]
    study, is_stopped = table().change(
        study_id, lambda one: None if one.has_ended else one.to_be_cancelled(by)
    )
    if is_stopped and not workflow.stop(study.execution):
        # Its request died before the workflow was started: no event will tell of an end.
        study = _stopped(study)
    tally = None if study.has_ended else storage().tally(study_id)
    return Answer(202, study.to_body(tally))


def _claim(asked: AskedStudy) -> bool:
    """Keep the idempotency key, and tell whether the request came before."""
    key = asked.request.idempotency_key
    if not key:
        return False
    owner = id_of_request(asked.study.subject, key)
    before = table().claim_key(owner, asked.study.study_id)
    if before not in ("", asked.study.study_id):
        raise IdempotencyKeyReused(
            "this idempotency key belongs to another study",
            found=f"a request for study {asked.study.study_id}",
            expected=f"the request of study {before}, or a new key",
            where="idempotency_key",
        )
    return bool(before)


def _recorded(asked: AskedStudy) -> StudyRun:
    """Return the record of the study; the order follows no record, so it is never missing."""
    storage().write(order_key(asked.study.study_id), asked.order.to_json())
    recorded = table().add(asked.study)
    if recorded is asked.study:
        announce_study(recorded)
    return recorded


def _again(asked: AskedStudy) -> StudyRun:
    """Return the study for its next attempt, unless another request was first."""

    def again(one: StudyRun) -> StudyRun | None:
        if one.state not in ("FAILED", "CANCELLED"):
            return None
        now = asked.study
        begun = one.again(now.requested_by, now.subject, at=now.requested_at)
        return replace(begun, estimate=now.estimate)

    study, is_begun = table().change(asked.study.study_id, again)
    if is_begun:
        announce_study(study)
    return study


def _stopped(study: StudyRun) -> StudyRun:
    """Return a study that never ran, as it is over."""
    reason = StudyFailed("the study was stopped on request").to_dict()
    tally = storage().tally(study.study_id)
    ended, is_changed = table().change(
        study.study_id,
        lambda one: None if one.has_ended else one.ended_badly(reason, tally, at=time.time()),
    )
    if is_changed:
        announce_study(ended)
    return ended
