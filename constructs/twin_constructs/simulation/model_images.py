"""The repository of models that are images: pushed by the site's engineers, run by digest."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_ecr as ecr
from constructs import Construct

MOST_IMAGES = 50
UNTAGGED_DAYS = 14


class ModelImages(Construct):
    """An ECR repository: immutable tags, scanned on push, old images expire.

    It outlives the stack: a run that is years old names its image by digest. Empty, it costs
    nothing.
    """

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.repository = ecr.Repository(
            self,
            "Repository",
            image_scan_on_push=True,
            image_tag_mutability=ecr.TagMutability.IMMUTABLE,
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=[
                ecr.LifecycleRule(
                    description="Layers that no tag names any more",
                    rule_priority=1,
                    tag_status=ecr.TagStatus.UNTAGGED,
                    max_image_age=Duration.days(UNTAGGED_DAYS),
                ),
                ecr.LifecycleRule(
                    description="The newest images",
                    rule_priority=2,
                    tag_status=ecr.TagStatus.ANY,
                    max_image_count=MOST_IMAGES,
                ),
            ],
        )
