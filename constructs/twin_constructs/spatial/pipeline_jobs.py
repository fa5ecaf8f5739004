"""What the pipelines of a site run as: one job definition each, with a role of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_logs as logs
from constructs import Construct

from twin.site_pipelines import Pipeline
from twin.spatial.converter import Converter
from twin.spatial.site_converters import converter_of
from twin_constructs.batch_queue import BatchJob
from twin_constructs.container_job import ContainerJob
from twin_constructs.instance_queue import InstanceJob
from twin_constructs.spatial.converter_jobs import grant_conversion
from twin_constructs.spatial.job_progress import let_tell
from twin_constructs.spatial.pipeline_image import PipelineImage, pipeline_image
from twin_constructs.spatial.storage import SpatialStorage


@dataclass(frozen=True)
class PipelineJob:
    """The job of one pipeline, the digest of its image, and where it logs."""

    definition_arn: str
    tool_digest: str
    log_group: logs.ILogGroup


class PipelineJobs(Construct):
    """The jobs of all pipelines, `by_name`; the state machine tells them to what inspects a file.

    They are no part of the settings of a function, which have room for a few images only.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        pipelines: Sequence[Pipeline],
        storage: SpatialStorage,
        bus: events.IEventBus,
    ) -> None:
        super().__init__(scope, construct_id)
        self._storage, self._bus = storage, bus
        self._environment = {"EVENT_BUS_NAME": bus.event_bus_name}
        self.by_name = {pipeline.name: self._job(pipeline) for pipeline in pipelines}

    @property
    def log_groups(self) -> dict[str, list[logs.ILogGroup]]:
        """Return where each pipeline logs, by its name: two may run the same image."""
        return {name: [job.log_group] for name, job in self.by_name.items()}

    def _job(self, pipeline: Pipeline) -> PipelineJob:
        # Under its own name: two names of a site file may be one in another spelling.
        place = Construct(self, pipeline.name)
        image = pipeline_image(place, "Image", pipeline)
        made = self._made(place, converter_of(pipeline), image)
        grant_conversion(made.role, self._storage, derivatives=f"derivatives/*/{pipeline.name}-")
        let_tell(made.role, self._bus)
        return PipelineJob(made.definition.job_definition_arn, image.tool_digest, made.log_group)

    def _made(self, place: Construct, converter: Converter, image: PipelineImage) -> ContainerJob:
        smallest = converter.sizes[0]
        timeout = Duration.seconds(smallest.attempt_seconds)
        if converter.gpus:
            return InstanceJob(
                place,
                "Job",
                image=image.image,
                command=["--help"],
                vcpus=smallest.vcpus,
                memory_mebibytes=smallest.memory_mebibytes,
                gpus=converter.gpus,
                timeout=timeout,
                environment=self._environment,
                user=image.user,
                writable_root=True,
            )
        return BatchJob(
            place,
            "Job",
            image=image.image,
            command=["--help"],
            vcpus=smallest.vcpus,
            memory_mebibytes=smallest.memory_mebibytes,
            timeout=timeout,
            environment=self._environment,
            user=image.user,
            # Where an image of the site's own writes, nobody here knows.
            writable_root=True,
        )
