"""The images of the converters and what they run as: one per image that a converter names."""

from __future__ import annotations

from aws_cdk import Duration, Stack
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from twin.spatial.converters import converters
from twin.spatial.upload import PREFIX
from twin.spatial.workflow import JOBS_PREFIX
from twin_constructs.batch_queue import BatchJob
from twin_constructs.spatial import grants
from twin_constructs.spatial.storage import SpatialStorage
from twin_constructs.staging import stage_image


class ConverterJobs(Construct):
    """A job definition for every image; the workflow gives each job its command and size.

    `definition_arns` are the definitions, `images_json` is what the inspecting function knows: the
    definition and the digest of every image.
    """

    def __init__(self, scope: Construct, construct_id: str, *, storage: SpatialStorage) -> None:
        super().__init__(scope, construct_id)
        images = sorted({converter.image for converter in converters()})
        assets = {image: self._asset(image) for image in images}
        jobs = {image: self._job(image, assets[image], storage) for image in images}
        self.definition_arns = [job.definition.job_definition_arn for job in jobs.values()]
        self.images_json = Stack.of(self).to_json_string(
            {
                image: {
                    "definition": jobs[image].definition.job_definition_arn,
                    "tool_digest": assets[image].asset_hash,
                }
                for image in images
            }
        )

    def _asset(self, image: str) -> ecr_assets.DockerImageAsset:
        return ecr_assets.DockerImageAsset(
            self,
            f"{_pascal(image)}Image",
            directory=str(stage_image(image)),
            platform=ecr_assets.Platform.LINUX_AMD64,
        )

    def _job(
        self, image: str, asset: ecr_assets.DockerImageAsset, storage: SpatialStorage
    ) -> BatchJob:
        smallest = min(
            (converter.sizes[0] for converter in converters() if converter.image == image),
            key=lambda size: size.memory_mebibytes,
        )
        job = BatchJob(
            self,
            _pascal(image),
            image=ecs.ContainerImage.from_docker_image_asset(asset),
            command=["--help"],
            vcpus=smallest.vcpus,
            memory_mebibytes=smallest.memory_mebibytes,
            timeout=Duration.seconds(smallest.attempt_seconds),
        )
        grants.list_bucket(job.role, storage.uploads)
        grants.use_objects(job.role, storage.uploads, PREFIX, "GetObject")
        grants.use_objects(job.role, storage.uploads, JOBS_PREFIX, "PutObject")
        grants.use_objects(job.role, storage.assets, "derivatives/", "PutObject")
        return job


def _pascal(image: str) -> str:
    return "".join(word.capitalize() for word in image.split("_"))
