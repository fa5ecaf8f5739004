"""The images of the converters and what they run as: one per image that a converter names."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import Duration, Stack
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from twin.spatial.converters import converters
from twin.spatial.upload import PREFIX
from twin.spatial.workflow import JOBS_PREFIX
from twin_constructs.batch_queue import BatchJob
from twin_constructs.spatial import grants
from twin_constructs.spatial.converter_function import ConverterFunction
from twin_constructs.spatial.job_progress import let_tell
from twin_constructs.spatial.storage import SpatialStorage
from twin_constructs.staging import stage_image


@dataclass(frozen=True)
class ConverterImage:
    """What one image runs as: the same code with the same rights, small and large."""

    asset: ecr_assets.DockerImageAsset
    job: BatchJob
    function: ConverterFunction


class ConverterJobs(Construct):
    """A job definition and a function for every image; the workflow gives each its command.

    `images_json` is what the inspecting function knows: the definition, the function and the digest
    of every image. Each function converts up to `at_once` files at a time; None leaves that to the
    account.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        storage: SpatialStorage,
        bus: events.IEventBus,
        at_once: int | None,
    ) -> None:
        super().__init__(scope, construct_id)
        self._storage, self._bus, self._at_once = storage, bus, at_once
        self._environment = {"EVENT_BUS_NAME": bus.event_bus_name}
        names = sorted({converter.image for converter in converters()})
        self.images = {name: self._image(name) for name in names}
        self.images_json = Stack.of(self).to_json_string(
            {
                name: {
                    "definition": image.job.definition.job_definition_arn,
                    "function": image.function.function.function_name,
                    "tool_digest": image.asset.asset_hash,
                }
                for name, image in self.images.items()
            }
        )

    @property
    def log_groups(self) -> dict[str, list[logs.ILogGroup]]:
        """Return where each image's function and job log, in the order in which they run."""
        return {
            name: [image.function.log_group, image.job.log_group]
            for name, image in self.images.items()
        }

    def _image(self, name: str) -> ConverterImage:
        asset = ecr_assets.DockerImageAsset(
            self,
            f"{_pascal(name)}Image",
            directory=str(stage_image(name)),
            platform=ecr_assets.Platform.LINUX_AMD64,
        )
        return ConverterImage(asset, self._job(name, asset), self._function(name, asset))

    def _job(self, name: str, asset: ecr_assets.DockerImageAsset) -> BatchJob:
        smallest = min(
            (converter.sizes[0] for converter in converters() if converter.image == name),
            key=lambda size: size.memory_mebibytes,
        )
        job = BatchJob(
            self,
            _pascal(name),
            image=ecs.ContainerImage.from_docker_image_asset(asset),
            command=["--help"],
            vcpus=smallest.vcpus,
            memory_mebibytes=smallest.memory_mebibytes,
            timeout=Duration.seconds(smallest.attempt_seconds),
            environment=self._environment,
        )
        self._grant(job.role)
        return job

    def _function(self, name: str, asset: ecr_assets.DockerImageAsset) -> ConverterFunction:
        function = ConverterFunction(
            self,
            f"{_pascal(name)}Function",
            asset=asset,
            at_once=self._at_once,
            environment=self._environment,
            description=f"Converts small files with the image {name}",
        )
        self._grant(function.role)
        return function

    def _grant(self, role: iam.Role) -> None:
        grant_conversion(role, self._storage, derivatives="derivatives/")
        let_tell(role, self._bus)


def grant_conversion(role: iam.Role, storage: SpatialStorage, *, derivatives: str) -> None:
    """Let a role read sources, write derivatives below a prefix, and say why it could not."""
    uploads, assets = storage.uploads, storage.assets
    grants.list_bucket(role, uploads)
    grants.use_objects(role, uploads, PREFIX, "GetObject")
    grants.use_objects(role, uploads, JOBS_PREFIX, "PutObject")
    # A conversion on request reads a file that is published.
    grants.list_bucket(role, assets)
    grants.use_objects(role, assets, "sources/", "GetObject")
    grants.use_objects(role, assets, derivatives, "PutObject")


def _pascal(image: str) -> str:
    return "".join(word.capitalize() for word in image.split("_"))
