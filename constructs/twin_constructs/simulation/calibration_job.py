"""The job of calibrations: it estimates, back-tests and writes the report."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from twin.recalibration.order import PREFIX
from twin_constructs.batch_queue import BatchJob
from twin_constructs.simulation.model_store import PREFIX as MODELS_PREFIX
from twin_constructs.simulation.model_store import ModelStore
from twin_constructs.spatial.grants import list_bucket, use_objects
from twin_constructs.staging import stage_image

VCPUS, MEBIBYTES = 1.0, 2048
LONGEST = Duration.hours(1)
"""The child that runs the model ends after 50 minutes."""


class CalibrationJob(Construct):
    """The job definition; the workflow says the command."""

    def __init__(self, scope: Construct, construct_id: str, *, store: ModelStore) -> None:
        super().__init__(scope, construct_id)
        image = ecr_assets.DockerImageAsset(
            self,
            "Image",
            directory=str(stage_image("calibrate")),
            platform=ecr_assets.Platform.LINUX_AMD64,
        )
        self.image_digest = image.asset_hash
        self.job = BatchJob(
            self,
            "Job",
            image=ecs.ContainerImage.from_docker_image_asset(image),
            command=["--help"],
            vcpus=VCPUS,
            memory_mebibytes=MEBIBYTES,
            timeout=LONGEST,
        )
        role = self.job.role
        list_bucket(role, store.bucket)
        use_objects(role, store.bucket, MODELS_PREFIX, "GetObject")
        # The report is sent in parts where it is large; what was not sent whole is taken back.
        use_objects(role, store.bucket, PREFIX, "GetObject", "PutObject", "AbortMultipartUpload")
