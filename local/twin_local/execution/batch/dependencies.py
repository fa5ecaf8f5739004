"""Which jobs a job waits for: named ones, the same child of another array, the child before.

https://docs.aws.amazon.com/batch/latest/userguide/job_dependencies.html
"""

from __future__ import annotations

from collections.abc import Iterator

from moto.batch.exceptions import ClientException
from moto.batch.models import Job
from moto.batch.utils import JobStatus

LARGEST_NUMBER = 20
FAILED = "Dependent Job failed"


def check(depends_on: list[dict[str, str]], known: dict[str, Job], *, size: int | None) -> None:
    """Require that dependencies can be met.

    Raises:
        ClientException: one names no job, or its kind does not fit.
    """
    if len(depends_on) > LARGEST_NUMBER:
        raise ClientException(f"A job can depend on at most {LARGEST_NUMBER} jobs")
    for one in depends_on:
        kind, job_id = one.get("type"), one.get("jobId")
        if kind == "SEQUENTIAL" and not job_id:
            if size is None:
                raise ClientException("Only an array job can have a SEQUENTIAL dependency")
            continue
        if not job_id or job_id not in known:
            raise ClientException(f"Dependent job {job_id} does not exist")
        if kind == "N_TO_N" and len(known[job_id]._child_jobs or ()) != size:
            raise ClientException("N_TO_N needs two array jobs of the same size")


def waits_for(job: Job) -> Iterator[Job]:
    """Yield the jobs that must succeed before a job may run."""
    parent_id, _, index = job.job_id.partition(":")
    for one in job.depends_on or ():
        kind, job_id = one.get("type"), one.get("jobId")
        if kind == "SEQUENTIAL" and not job_id:
            names = [f"{parent_id}:{int(index) - 1}"] if index not in ("", "0") else []
        elif kind == "N_TO_N" and index:
            names = [f"{job_id}:{index}"]
        else:
            names = [str(job_id)]
        yield from (job.all_jobs[name] for name in names if name in job.all_jobs)


def readiness(job: Job) -> bool | None:
    """Return True when a job may run, False when it never can, None while it waits."""
    states = [one.status for one in waits_for(job)]
    if JobStatus.FAILED in states:
        return False
    return True if all(state == JobStatus.SUCCEEDED for state in states) else None
