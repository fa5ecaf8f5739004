"""The states of a job: each change is told to the default bus.

https://docs.aws.amazon.com/batch/latest/userguide/batch_cwe_events.html
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from moto.batch.models import Job
from moto.batch.utils import JobStatus

from twin_local.execution.batch.extras import extras

Emit = Callable[[str, dict[str, Any]], None]
"""Offer an event of an AWS service to the rules of an account's default bus."""

WAITING = (JobStatus.SUBMITTED, JobStatus.PENDING, JobStatus.RUNNABLE)
ENDED = (JobStatus.SUCCEEDED, JobStatus.FAILED)
_listeners: list[Emit] = []


def listen(emit: Emit) -> None:
    """Tell one listener of every change from now on."""
    _listeners[:] = [emit]


def move(job: Job, status: str) -> None:
    """Put a job into another state."""
    if job.status == status and getattr(job, "told", None) == status:
        return
    job.status = status
    extras(job)["told"] = status
    for emit in _listeners:
        emit(job.backend.account_id, state_event(job))


def end(job: Job, *, succeeded: bool) -> None:
    """End a job, and its array when it was the last child."""
    if job.job_stopped:
        return
    job.job_stopped = True
    job.job_stopped_at = datetime.now()
    job._stop_attempt()
    move(job, JobStatus.SUCCEEDED if succeeded else JobStatus.FAILED)
    parent: Job | None = job.all_jobs.get(job.job_id.partition(":")[0])
    if parent is not None and parent is not job:
        end_array(parent)


def end_array(parent: Job) -> None:
    """End an array job when all its children have: it fails if one did."""
    states = [child.status for child in parent._child_jobs or ()]
    if not parent.job_stopped and states and all(state in ENDED for state in states):
        failed = JobStatus.FAILED in states
        if failed and parent.job_stopped_reason is None:
            parent.job_stopped_reason = "Array Child Job failed"
        end(parent, succeeded=not failed)


def state_event(job: Job) -> dict[str, Any]:
    """Return the event of a job as it is now."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Batch Job State Change",
        "source": "aws.batch",
        "account": job.backend.account_id,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": job.backend.region_name,
        "resources": [job.arn],
        "detail": job.describe(),
    }
