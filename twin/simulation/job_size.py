"""How much a job of a kind of model gets: what its process may use, as AWS Fargate offers it.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
"""

from __future__ import annotations

from dataclasses import dataclass

from twin.simulation.model_kind import ModelKind

OWN_MEBIBYTES = 256
"""What the job itself needs beside the process that runs the model."""

OWN_SECONDS = 300
"""How long fetching the model and writing the result may take."""

SIZES = (
    (0.5, 1024, 4096),
    (1.0, 2048, 8192),
    (2.0, 4096, 16384),
    (4.0, 8192, 30720),
)
"""vCPUs, with the least and the most memory in MiB that go with them."""

STEP_MEBIBYTES = 1024


@dataclass(frozen=True)
class JobSize:
    """What one attempt of a job gets."""

    vcpus: float
    memory_mebibytes: int
    timeout_seconds: int


def job_size(kind: ModelKind) -> JobSize:
    """Return what a job of a kind gets; raise `ValueError` where Fargate has nothing so large."""
    needed = kind.limits.memory_mebibytes + OWN_MEBIBYTES
    for vcpus, least, most in SIZES:
        memory = max(least, -(-needed // STEP_MEBIBYTES) * STEP_MEBIBYTES)
        if memory <= most:
            return JobSize(vcpus, memory, kind.limits.timeout_seconds + OWN_SECONDS)
    raise ValueError(f"{kind.name}: {needed} MiB are more than a job of Fargate may have")
