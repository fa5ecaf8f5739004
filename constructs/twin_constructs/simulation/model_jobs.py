"""The jobs that run models: one definition an image, and one for each model that is an image."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from twin.simulation.job_size import job_size
from twin.simulation.kinds import kind_named, licence_feature_of
from twin_constructs.batch_queue import BatchJob
from twin_constructs.simulation.licences import Licences
from twin_constructs.simulation.model_artefacts import ModelArtefact
from twin_constructs.simulation.model_store import PREFIX, RUNS_PREFIX, ModelStore
from twin_constructs.spatial.grants import list_bucket, use_objects
from twin_constructs.spatial.pipeline_image import site_image
from twin_constructs.staging import stage_image

ALWAYS = "simulate"
"""The image of most kinds: models of these can be deployed whatever the site began with."""

SMALLEST = job_size(kind_named("fmu"))
"""Of the definition; each run states what its model's kind gets."""


class ModelJobs(Construct):
    """The jobs of a site's models.

    `by_name` is by image, and by the SHA-256 of the artefact where the model is an image itself.
    Jobs of an image whose models may need a licence take a token while they run.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, store: ModelStore, licences: Licences
    ) -> None:
        super().__init__(scope, construct_id)
        self._store, self._licences = store, licences
        artefacts = store.artefacts.values()
        images = {ALWAYS, *(one.kind.image for one in artefacts if one.kind.image)}
        self.by_image = {image: self._built(image) for image in sorted(images)}
        own = {one.sha256: one for one in artefacts if one.image}
        self.by_name = self.by_image | {sha: self._own(one) for sha, one in sorted(own.items())}

    @property
    def definition_arns(self) -> dict[str, str]:
        """Return the job definitions by name."""
        return {name: job.definition.job_definition_arn for name, job in self.by_name.items()}

    @property
    def all_arns(self) -> Sequence[str]:
        """Return what a workflow that submits these jobs must be allowed."""
        return list(self.definition_arns.values())

    def _built(self, image: str) -> BatchJob:
        asset = ecr_assets.DockerImageAsset(
            self,
            f"{image}-image",
            directory=str(stage_image(image)),
            platform=ecr_assets.Platform.LINUX_AMD64,
        )
        feature = licence_feature_of(image)
        job = BatchJob(
            self,
            image,
            image=ecs.ContainerImage.from_docker_image_asset(asset),
            command=["--help"],
            vcpus=SMALLEST.vcpus,
            memory_mebibytes=SMALLEST.memory_mebibytes,
            timeout=Duration.seconds(SMALLEST.timeout_seconds),
            secrets=self._licences.server_of(feature),
        )
        self._licences.require(job, feature)
        return self._granted(job)

    def _own(self, artefact: ModelArtefact) -> BatchJob:
        size, name = job_size(artefact.kind), artefact.sha256[:12]
        image = site_image(self, f"{name}-image", artefact.image)
        return self._granted(
            BatchJob(
                self,
                name,
                image=image.image,
                command=["--help"],
                vcpus=size.vcpus,
                memory_mebibytes=size.memory_mebibytes,
                timeout=Duration.seconds(size.timeout_seconds),
                user=image.user,
                # Where an image that is not ours writes, nobody here knows.
                writable_root=image.user is not None,
            )
        )

    def _granted(self, job: BatchJob) -> BatchJob:
        bucket = self._store.bucket
        list_bucket(job.role, bucket)
        use_objects(job.role, bucket, PREFIX, "GetObject")
        # Blocks of a study are sent in parts; what could not be sent whole is taken back.
        use_objects(job.role, bucket, RUNS_PREFIX, "GetObject", "PutObject", "AbortMultipartUpload")
        return job
