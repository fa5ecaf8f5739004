"""The sizes of jobs that AWS Fargate offers.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
"""

from __future__ import annotations

GIBIBYTE = 1024

MEMORY_MEBIBYTES: dict[int, range] = {
    1: range(2 * GIBIBYTE, 8 * GIBIBYTE + 1, GIBIBYTE),
    2: range(4 * GIBIBYTE, 16 * GIBIBYTE + 1, GIBIBYTE),
    4: range(8 * GIBIBYTE, 30 * GIBIBYTE + 1, GIBIBYTE),
    8: range(16 * GIBIBYTE, 60 * GIBIBYTE + 1, 4 * GIBIBYTE),
    16: range(32 * GIBIBYTE, 120 * GIBIBYTE + 1, 8 * GIBIBYTE),
}
"""Memory that goes with so many whole vCPUs."""


def offered(vcpus: int) -> str:
    """Return in words which memory goes with vCPUs, or which vCPUs there are."""
    if vcpus not in MEMORY_MEBIBYTES:
        return f"{', '.join(map(str, MEMORY_MEBIBYTES))} vCPUs"
    memory = MEMORY_MEBIBYTES[vcpus]
    return f"{memory[0]} to {memory[-1]} MiB in steps of {memory.step} with {vcpus} vCPUs"


def is_offered(vcpus: int, memory_mebibytes: int) -> bool:
    """Tell whether a job may have this size."""
    return memory_mebibytes in MEMORY_MEBIBYTES.get(vcpus, ())
