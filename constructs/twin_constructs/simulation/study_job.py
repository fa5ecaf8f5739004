"""The job of studies of one image: it describes a model, runs chunks, and collects."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from twin.simulation.kinds import licence_feature_of
from twin.simulation.study_keys import PREFIX
from twin.simulation.study_plan import LONGEST_CHUNK_SECONDS, VCPUS
from twin_constructs.batch_queue import BatchJob
from twin_constructs.instance_queue import InstanceJob
from twin_constructs.simulation.licences import Licences
from twin_constructs.simulation.model_store import PREFIX as MODELS_PREFIX
from twin_constructs.simulation.model_store import ModelStore
from twin_constructs.spatial.grants import list_bucket, use_objects
from twin_constructs.staging import stage_image

LEAST_MEBIBYTES = 2048
LONGEST = Duration.seconds(4 * LONGEST_CHUNK_SECONDS)
"""A chunk is planned by the speed of its model on another machine."""


class StudyJob(Construct):
    """The job definition, for Fargate or for instances; each order says its command and memory.

    Where models of the image may need a licence, each job takes a token while it runs, of which
    there are `licences`; 0 for an image without, or a site that states none.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        image: str,
        store: ModelStore,
        licences: Licences,
        on_instances: bool,
    ) -> None:
        super().__init__(scope, construct_id)
        asset = ecr_assets.DockerImageAsset(
            self,
            "Image",
            directory=str(stage_image(image)),
            platform=ecr_assets.Platform.LINUX_AMD64,
        )
        self.image_digest = asset.asset_hash
        feature = licence_feature_of(image)
        self.licences = licences.tokens_of(feature)
        kind = InstanceJob if on_instances else BatchJob
        self.job = kind(
            self,
            "Job",
            image=ecs.ContainerImage.from_docker_image_asset(asset),
            command=["--help"],
            vcpus=VCPUS,
            memory_mebibytes=LEAST_MEBIBYTES,
            timeout=LONGEST,
            secrets=licences.server_of(feature),
        )
        licences.require(self.job, feature)
        role = self.job.role
        list_bucket(role, store.bucket)
        use_objects(role, store.bucket, MODELS_PREFIX, "GetObject")
        # Blocks are sent in parts; what could not be sent whole is taken back.
        use_objects(role, store.bucket, PREFIX, "GetObject", "PutObject", "AbortMultipartUpload")
