"""Called by the workflow of studies: plan, say that it runs or collects, publish."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from simulation_runtime.study_settings import announce_study, job_price, storage, table
from simulation_runtime.study_storage import json_of
from simulation_study_steps.plan import plan
from simulation_study_steps.present import present
from twin.simulation.study_cost import JobSeconds, usage_of
from twin.simulation.study_errors import StudyFailed
from twin.simulation.study_keys import summary_key
from twin.simulation.study_run import StudyRun, StudyState

Event = Mapping[str, Any]


def handler(event: Event, _context: object) -> dict[str, Any]:
    """Do the step that the event names, of the attempt that it names.

    A repeated step does the same again: what it writes is named by the study.
    """
    study = present(event["study_id"], event["attempt"])
    return STEPS[event["step"]](study, event)


def run(study: StudyRun, _event: Event) -> dict[str, Any]:
    """Note that the first jobs are submitted."""
    return _moved(study, "PLANNED", lambda one: one.running(at=time.time()))


def collect(study: StudyRun, _event: Event) -> dict[str, Any]:
    """Note that all chunks have run."""
    return _moved(study, "RUNNING", StudyRun.collecting)


def publish(study: StudyRun, _event: Event) -> dict[str, Any]:
    """End a study with what its jobs say came of it.

    Raises:
        StudyFailed: they say it of another study, or nothing.
    """
    summary = json_of(storage().read(summary_key(study.study_id)))
    told = None if summary is None else summary["study_digest"]
    if told != study.study_digest:
        raise StudyFailed(
            "the summary is of another study",
            found=str(told),
            expected=study.study_digest,
            where=summary_key(study.study_id),
        )
    usage = usage_of(JobSeconds(**summary["jobs"]), job_price(study.kind))

    def ended(one: StudyRun) -> StudyRun | None:
        return None if one.has_ended else one.succeeded(summary["failed"], usage, at=time.time())

    found, _ = table().change(study.study_id, ended)
    announce_study(found)
    return {"study_id": found.study_id, "state": found.state}


def _moved(
    study: StudyRun, state: StudyState, change: Callable[[StudyRun], StudyRun]
) -> dict[str, Any]:
    """Change a study that has the state before, and tell of it."""
    found, is_changed = table().change(
        study.study_id, lambda one: change(one) if one.state == state else None
    )
    if is_changed:
        announce_study(found)
    return {"study_id": found.study_id, "state": found.state}


STEPS: Mapping[str, Callable[[StudyRun, Event], dict[str, Any]]] = {
    "plan": plan,
    "run": run,
    "collect": collect,
    "publish": publish,
}
