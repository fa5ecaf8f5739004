"""Submit jobs: with the checks of the service, and with what moto leaves out of a submission.

https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html
"""

from __future__ import annotations

import json
from typing import Any

from moto.batch.exceptions import ClientException
from moto.batch.models import BatchBackend, Job
from moto.batch.responses import BatchResponse

from twin_local.execution.batch import consumables, dependencies, limits
from twin_local.execution.batch.executor import JobExecutor
from twin_local.execution.batch.extras import extras
from twin_local.execution.batch.states import ENDED, move
from twin_local.execution.patching import original, replace

SIZES = range(2, 10_001)
KEPT_JOBS = 1_000
"""Ended jobs that are remembered (the service: 7 days)."""

LEFT_OUT = ("nodeOverrides", "ecsPropertiesOverride")
EXTRAS = {
    "share_identifier": "shareIdentifier",
    "scheduling_priority": "schedulingPriorityOverride",
    "retry_strategy": "retryStrategy",
    "consumable_properties": "consumableResourcePropertiesOverride",
    "propagates_tags": "propagateTags",
}
"""Attributes of a job, and the parameters that they come from."""


def install(executor: JobExecutor) -> None:
    """Hand every submitted job to the executor."""

    def submit(response: BatchResponse) -> str:
        return _submit(response, executor)

    replace(BatchResponse, "submitjob", submit)
    replace(BatchBackend, "submit_job", _make)
    # A job is a thread to moto, which starts it; ours are started when there is room.
    replace(Job, "start", lambda _: None)


def _submit(response: BatchResponse, executor: JobExecutor) -> str:
    backend = response.batch_backend
    _check(response, backend)
    answer: str = original(BatchResponse, "submitjob")(response)
    job = backend._jobs[json.loads(answer)["jobId"]]
    children = job._child_jobs or []
    for one in (job, *children):
        for attribute, parameter in EXTRAS.items():
            setattr(one, attribute, response._get_param(parameter))
    if children:
        move(job, "PENDING")
    for one in children or [job]:
        executor.submit(one)
    return answer


def _check(response: BatchResponse, backend: BatchBackend) -> None:
    """Require what the service requires.

    Raises:
        ClientException: the queue takes no jobs, or a parameter is not allowed.
    """
    limits.check_submission(response)
    queue = backend.get_job_queue(str(response._get_param("jobQueue")))
    if queue is not None and queue.state != "ENABLED":
        raise ClientException(f"Job Queue {queue.arn} is in the DISABLED state")
    if queue is not None and bool(queue.schedule_policy) != bool(
        response._get_param("shareIdentifier")
    ):
        needed = "is required by" if queue.schedule_policy else "is not allowed in"
        raise ClientException(f"shareIdentifier {needed} the scheduling policy of the job queue")
    given = [name for name in LEFT_OUT if response._get_param(name)]
    if given:
        raise ClientException(f"{', '.join(given)} is not implemented by the embedded AWS")
    size = (response._get_param("arrayProperties") or {}).get("size")
    if size is not None and size not in SIZES:
        raise ClientException(f"Array size {size} must be between 2 and 10000")
    depends_on: list[dict[str, str]] = response._get_param("dependsOn") or []
    dependencies.check(depends_on, backend._jobs, size=size)
    resources: dict[str, Any] = response._get_param("consumableResourcePropertiesOverride") or {}
    for one in resources.get("consumableResourceList", []):
        if consumables.find(backend, one["consumableResource"]) is None:
            raise ClientException(f"Resource {one['consumableResource']} does not exist")


def _make(backend: BatchBackend, *args: object, **settings: object) -> object:
    """Make a job and its children, and forget the oldest."""
    ended = [key for key, job in backend._jobs.items() if job.status in ENDED]
    for key in ended[:-KEPT_JOBS]:
        job = backend._jobs.pop(key)
        if job in job.job_queue.jobs:
            job.job_queue.jobs.remove(job)
    return original(BatchBackend, "submit_job")(backend, *args, **settings)


def stop(backend: BatchBackend, job_id: str, reason: str, *, running_too: bool) -> None:
    """Stop a job or all children of an array; jobs that run only when `running_too`.

    Raises:
        ClientException: id or reason is missing.
    """
    if not job_id or not reason:
        raise ClientException("'jobId' and 'reason' are required fields")
    job = backend.get_job_by_id(job_id)
    if job is None:
        return
    told = {"is_terminated": running_too, "is_cancelled": not running_too}
    for one in job._child_jobs or [job]:
        waits = one.status in (None, "SUBMITTED", "PENDING", "RUNNABLE")
        if one.status not in ENDED and (running_too or waits):
            extras(one).update(told)
            one.terminate(reason)
    if job._child_jobs and job.status not in ENDED:
        extras(job).update(told)
        job.job_stopped_reason = job.job_stopped_reason or reason
