"""The instances with GPUs of the families that a site may name: G4dn, G5, G6.

https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html
"""

from __future__ import annotations

from dataclasses import dataclass

GIBIBYTE = 1024
USABLE = 0.9
"""Share of an instance's memory that a job may ask for; the rest is the system's and the agent's.

https://docs.aws.amazon.com/batch/latest/userguide/memory-management.html
"""


@dataclass(frozen=True)
class GpuInstance:
    """What one size of a family has."""

    name: str
    vcpus: int
    memory_mebibytes: int
    gpus: int

    def takes(self, *, vcpus: int, memory_mebibytes: int, gpus: int) -> bool:
        """Tell whether a job of a size fits."""
        memory = int(self.memory_mebibytes * USABLE)
        return vcpus <= self.vcpus and memory_mebibytes <= memory and gpus <= self.gpus


def _sizes(family: str, *sizes: tuple[str, int, int, int]) -> tuple[GpuInstance, ...]:
    return tuple(
        GpuInstance(f"{family}.{size}", vcpus, gibibytes * GIBIBYTE, gpus)
        for size, vcpus, gibibytes, gpus in sizes
    )


_SIZES_OF_G5_AND_G6 = (
    ("xlarge", 4, 16, 1),
    ("2xlarge", 8, 32, 1),
    ("4xlarge", 16, 64, 1),
    ("8xlarge", 32, 128, 1),
    ("16xlarge", 64, 256, 1),
    ("12xlarge", 48, 192, 4),
    ("24xlarge", 96, 384, 4),
    ("48xlarge", 192, 768, 8),
)

INSTANCES: dict[str, tuple[GpuInstance, ...]] = {
    "g4dn": _sizes(
        "g4dn",
        ("xlarge", 4, 16, 1),
        ("2xlarge", 8, 32, 1),
        ("4xlarge", 16, 64, 1),
        ("8xlarge", 32, 128, 1),
        ("16xlarge", 64, 256, 1),
        ("12xlarge", 48, 192, 4),
    ),
    "g5": _sizes("g5", *_SIZES_OF_G5_AND_G6),
    "g6": _sizes("g6", *_SIZES_OF_G5_AND_G6),
}
"""By family, as EC2 spells it."""


def smallest_for(
    families: list[str], *, vcpus: int, memory_mebibytes: int, gpus: int
) -> GpuInstance | None:
    """Return the instance with the fewest vCPUs that takes a job, None where none does."""
    fitting = [
        instance
        for family in families
        for instance in INSTANCES[family]
        if instance.takes(vcpus=vcpus, memory_mebibytes=memory_mebibytes, gpus=gpus)
    ]
    return min(fitting, key=lambda instance: instance.vcpus, default=None)
