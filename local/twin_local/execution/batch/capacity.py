"""Where a job fits: the vCPUs of compute environments, and what this machine runs at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from moto.batch.models import ComputeEnvironment, Job

from twin_local.execution.batch.properties import properties_of

NEVER = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - the job needs more vCPUs than maxvCpus"
UNMANAGED = "UNMANAGED"


@dataclass(frozen=True)
class Place:
    """A compute environment that a job runs in, with the vCPUs it takes there."""

    environment_arn: str
    vcpus: float


def vcpus_of(job: Job) -> float:
    """Return the vCPUs that a job needs."""
    return properties_of(job).vcpus


def place(job: Job, taken: dict[str, float]) -> Place | None:
    """Return where a job fits now; `taken` are vCPUs by environment."""
    need = vcpus_of(job)
    for environment in _enabled(job):
        limit = _limit(environment)
        if limit is None or taken.get(environment.arn, 0.0) + need <= limit:
            return Place(environment.arn, need)
    return None


def can_ever_fit(job: Job) -> bool:
    """Say whether a compute environment of the job's queue is large enough for it."""
    limits = [_limit(environment) for environment in job.job_queue.environments]
    return any(limit is None or vcpus_of(job) <= limit for limit in limits)


def total(places: Iterable[Place]) -> dict[str, float]:
    """Return the vCPUs that are taken, by environment."""
    taken: dict[str, float] = {}
    for one in places:
        taken[one.environment_arn] = taken.get(one.environment_arn, 0.0) + one.vcpus
    return taken


def _enabled(job: Job) -> Iterable[ComputeEnvironment]:
    return (one for one in job.job_queue.environments if one.state != "DISABLED")


def _limit(environment: ComputeEnvironment) -> float | None:
    """Return the greatest number of vCPUs, None where the owner of the instances decides."""
    if environment.env_type == UNMANAGED:
        return None
    return float((environment.compute_resources or {}).get("maxvCpus", 0))
