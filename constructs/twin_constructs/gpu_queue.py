"""A queue of container jobs with GPUs, on Spot instances that are there only while a job is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Size
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from twin_constructs.container_job import ContainerJob
from twin_constructs.instance_queue import InstanceQueue
from twin_constructs.job_network import JobNetwork

DISK_GIBIBYTES = 200
"""The image with its CUDA libraries, the source, what is unpacked of it and the derivatives."""

SHARED_MEMORY = Size.gibibytes(2)
"""Loaders of training data pass it between their processes; Docker gives 64 MiB."""


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


class GpuJob(ContainerJob):
    """The definition of one kind of job with GPUs; grant what the code calls to `role`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        image: ecs.ContainerImage,
        command: Sequence[str],
        vcpus: float,
        memory_mebibytes: int,
        gpus: int,
        timeout: Duration,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        container = batch.EcsEc2ContainerDefinition(
            self,
            "Container",
            image=image,
            cpu=vcpus,
            memory=Size.mebibytes(memory_mebibytes),
            gpu=gpus,
            command=list(command),
            environment=dict(environment or {}),
            job_role=self.role,
            user=user,
            privileged=False,
            linux_parameters=batch.LinuxParameters(self, "Linux", shared_memory_size=SHARED_MEMORY),
            logging=self.log_driver(),
        )
        self.define(container, timeout=timeout)
