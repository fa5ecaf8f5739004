"""Where container jobs of a site run."""

from __future__ import annotations

from aws_cdk import Fn, Stack
from aws_cdk import aws_batch as batch
from constructs import Construct

from twin.definition.pipeline import GpuQueueDefinition
from twin.definition.simulation_plane import InstanceQueueDefinition
from twin_constructs.batch_queue import BatchQueue
from twin_constructs.gpu_queue import GpuQueue
from twin_constructs.instance_queue import InstanceQueue


class ComputeStack(Stack):
    """One queue of Fargate Spot for all planes of a site; it costs nothing while it is empty.

    Beside it a queue of instances with GPUs, where a pipeline of the site has jobs for them, and
    one of instances for long studies, where the site asks for it.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        maximum_vcpus: int,
        gpus: GpuQueueDefinition | None = None,
        instances: InstanceQueueDefinition | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        jobs = BatchQueue(
            self,
            "Jobs",
            maximum_vcpus=maximum_vcpus,
            addresses_for_instances=gpus is not None or instances is not None,
        )
        self.queue: batch.IJobQueue = jobs.queue
        self.gpu_queue: batch.IJobQueue | None = None
        if gpus is not None:
            self.gpu_queue = GpuQueue(
                self,
                "GpuJobs",
                network=jobs.network,
                families=gpus.families,
                maximum_vcpus=gpus.maximum_vcpus,
            ).queue
        self.instance_queue: batch.IJobQueue | None = None
        if instances is not None:
            self.instance_queue = InstanceQueue(
                self,
                "Instances",
                network=jobs.network,
                families=instances.families,
                maximum_vcpus=instances.maximum_vcpus,
            ).queue

    @property
    def availability_zones(self) -> list[str]:
        """Return two zones of the region, named at deployment: synth asks no account for them."""
        return [Fn.select(index, Fn.get_azs()) for index in (0, 1)]
