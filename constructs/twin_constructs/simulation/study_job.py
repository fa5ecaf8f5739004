"""The jobs of studies: they describe a model, run chunks, and collect."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from twin.simulation.study_keys import PREFIX
from twin.simulation.study_order import IMAGE
from twin.simulation.study_plan import LONGEST_CHUNK_SECONDS, VCPUS
from twin_constructs.batch_queue import BatchJob
from twin_constructs.instance_queue import InstanceJob
from twin_constructs.simulation.model_store import PREFIX as MODELS_PREFIX
from twin_constructs.simulation.model_store import ModelStore
from twin_constructs.spatial.grants import list_bucket, use_objects
from twin_constructs.staging import stage_image

LEAST_MEBIBYTES = 2048
LONGEST = Duration.seconds(4 * LONGEST_CHUNK_SECONDS)
"""A chunk is planned by the speed of its model on another machine."""


class StudyJob(Construct):
    """The job definition, for Fargate or for instances; each order says its command and memory."""

    def __init__(
        self, scope: Construct, construct_id: str, *, store: ModelStore, on_instances: bool
    ) -> None:
        super().__init__(scope, construct_id)
        image = ecr_assets.DockerImageAsset(
            self,
            "Image",
            directory=str(stage_image(IMAGE)),
            platform=ecr_assets.Platform.LINUX_AMD64,
        )
        self.image_digest = image.asset_hash
        kind = InstanceJob if on_instances else BatchJob
        self.job = kind(
            self,
            "Job",
            image=ecs.ContainerImage.from_docker_image_asset(image),
            command=["--help"],
            vcpus=VCPUS,
            memory_mebibytes=LEAST_MEBIBYTES,
            timeout=LONGEST,
        )
        role = self.job.role
        list_bucket(role, store.bucket)
        use_objects(role, store.bucket, MODELS_PREFIX, "GetObject")
        # Blocks are sent in parts; what could not be sent whole is taken back.
        use_objects(role, store.bucket, PREFIX, "GetObject", "PutObject", "AbortMultipartUpload")
