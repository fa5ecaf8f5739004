"""A queue of container jobs with GPUs, on Spot instances that are there only while a job is."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_batch as batch
from constructs import Construct

from twin_constructs.instance_queue import InstanceQueue
from twin_constructs.job_network import JobNetwork

DISK_GIBIBYTES = 200
"""The image with its CUDA libraries, the source, what is unpacked of it and the derivatives."""


class GpuQueue(InstanceQueue):
    """A queue of instances with GPUs: their own machine image, and room for the images of jobs."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        network: JobNetwork,
        families: Sequence[str],
        maximum_vcpus: int,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            network=network,
            families=families,
            maximum_vcpus=maximum_vcpus,
            machine_image=batch.EcsMachineImageType.ECS_AL2023_NVIDIA,
            disk_gibibytes=DISK_GIBIBYTES,
        )
