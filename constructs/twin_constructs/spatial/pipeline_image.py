"""The image of a site's own: built from a folder of the checkout, or pulled by its digest."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aws_cdk import Stack
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_ecs as ecs
from constructs import Construct

from twin.site_pipelines import Pipeline
from twin.spatial.site_converters import FOLDER
from twin_constructs.staging import stage_image

OTHER_USER = "10001:10001"
"""Whom images run as that are not built here: nobody that an image knows, never its root."""

PRIVATE_REGISTRY = re.compile(
    r"(?P<account>[0-9]{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?"
    r"/(?P<repository>[^:@]+)(:[^@]+)?@(?P<digest>sha256:[0-9a-f]{64})"
)


@dataclass(frozen=True)
class PipelineImage:
    """An image, the digest that derivatives are addressed by, and whom it runs as."""

    image: ecs.ContainerImage
    tool_digest: str
    user: str | None


def pipeline_image(scope: Construct, construct_id: str, pipeline: Pipeline) -> PipelineImage:
    """Return the image of a pipeline; errors as `site_image`."""
    return site_image(scope, construct_id, pipeline.image)


def site_image(scope: Construct, construct_id: str, address: str) -> PipelineImage:
    """Return the image at `containers/<folder>`, or at an address with a digest.

    Raises:
        FileNotFoundError: a folder of the checkout holds no package.
    """
    if address.startswith(FOLDER):
        asset = ecr_assets.DockerImageAsset(
            scope,
            construct_id,
            directory=str(stage_image(address.removeprefix(FOLDER))),
            platform=ecr_assets.Platform.LINUX_AMD64,
        )
        built = ecs.ContainerImage.from_docker_image_asset(asset)
        return PipelineImage(built, asset.asset_hash, user=None)
    digest = address.rpartition("@sha256:")[2]
    return PipelineImage(_pulled(scope, construct_id, address), digest, user=OTHER_USER)


def _pulled(scope: Construct, construct_id: str, address: str) -> ecs.ContainerImage:
    """Return an image of a registry; of Amazon ECR with the right to pull that one repository."""
    private = PRIVATE_REGISTRY.fullmatch(address)
    if private is None:
        return ecs.ContainerImage.from_registry(address)
    arn = Stack.of(scope).format_arn(
        service="ecr",
        account=private["account"],
        region=private["region"],
        resource="repository",
        resource_name=private["repository"],
    )
    repository = ecr.Repository.from_repository_attributes(
        scope, construct_id, repository_arn=arn, repository_name=private["repository"]
    )
    return ecs.ContainerImage.from_ecr_repository(repository, private["digest"])
