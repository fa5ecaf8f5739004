"""Make moto's Batch run jobs as processes, and describe them as they ran."""

from __future__ import annotations

import threading

from moto.batch.models import BatchBackend, Job, batch_backends
from moto.batch.utils import JobStatus

from twin_local.execution.batch.executor import JobExecutor
from twin_local.execution.batch.properties import details
from twin_local.execution.patching import original, replace

NAME = "_name"
"""Where a thread keeps its name."""

KEPT_JOBS = 1_000
"""Ended jobs that are remembered (the service: 7 days)."""

INTERRUPTED = "Host EC2 (embedded) terminated."


def install(executor: JobExecutor) -> None:
    """Replace moto's Docker execution by ours, and forget the oldest jobs."""
    replace(Job, "run", lambda job: executor.run(job))
    replace(Job, "_container_details", details)
    replace(BatchBackend, "submit_job", _submit)
    replace(Job, "__getstate__", _state)


def fail_interrupted() -> int:
    """Fail the jobs that ran when the state was kept; return how many."""
    count = 0
    for regions in list(batch_backends.values()):
        for backend in list(regions.values()):
            for job in backend._jobs.values():
                if not job.job_stopped and not job._child_jobs:
                    job.job_stopped_reason = INTERRUPTED
                    job._mark_stopped(success=False)
                    count += 1
    return count


def _submit(backend: BatchBackend, *args: object, **settings: object) -> object:
    ended = [key for key, job in backend._jobs.items() if _has_ended(job)]
    for key in ended[:-KEPT_JOBS]:
        job = backend._jobs.pop(key)
        if job in job.job_queue.jobs:
            job.job_queue.jobs.remove(job)
    return original(BatchBackend, "submit_job")(backend, *args, **settings)


def _state(job: Job) -> dict[str, object]:
    """Return what can be kept: everything but the thread."""
    thread = vars(threading.Thread())
    return {name: value for name, value in vars(job).items() if name not in thread or name == NAME}


def _has_ended(job: Job) -> bool:
    return job.status in (JobStatus.SUCCEEDED, JobStatus.FAILED)
