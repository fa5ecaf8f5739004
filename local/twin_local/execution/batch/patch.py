"""Make moto's Batch run jobs as processes, and describe them as they ran."""

from __future__ import annotations

import threading

from moto.batch.models import BatchBackend, Job, batch_backends

from twin_local.execution.batch import (
    consumable_operations,
    consumables,
    descriptions,
    queues,
    states,
    submissions,
)
from twin_local.execution.batch.executor import JobExecutor
from twin_local.execution.batch.states import Emit
from twin_local.execution.patching import replace

NAME = "_name"
"""Where a thread keeps its name."""


def install(executor: JobExecutor, emit: Emit) -> None:
    """Replace moto's Docker execution by ours."""
    replace(Job, "run", lambda job: executor.run(job))
    replace(Job, "_mark_stopped", _mark_stopped)
    replace(Job, "__getstate__", _state)
    replace(BatchBackend, "cancel_job", _cancel)
    replace(BatchBackend, "terminate_job", _terminate)
    states.listen(emit)
    submissions.install(executor)
    descriptions.install()
    queues.install()
    consumable_operations.install()


def resume(executor: JobExecutor) -> int:
    """Go on with the jobs that had not ended when the state was kept; return how many."""
    count = 0
    for regions in list(batch_backends.values()):
        for backend in list(regions.values()):
            consumables.release_all(backend)
            for job in list(backend._jobs.values()):
                if not job.job_stopped and not job._child_jobs:
                    executor.after_restart(job)
                    count += 1
    return count


def _mark_stopped(job: Job, success: bool = True) -> None:
    states.end(job, succeeded=success)


def _cancel(backend: BatchBackend, job_id: str, reason: str) -> None:
    submissions.stop(backend, job_id, reason, running_too=False)


def _terminate(backend: BatchBackend, job_id: str, reason: str) -> None:
    submissions.stop(backend, job_id, reason, running_too=True)


def _state(job: Job) -> dict[str, object]:
    """Return what can be kept: everything but the thread."""
    thread = vars(threading.Thread())
    return {name: value for name, value in vars(job).items() if name not in thread or name == NAME}
