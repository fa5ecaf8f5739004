"""What services take of the policies of their resources.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
"""

from __future__ import annotations

from collections.abc import Iterator

from twin_constructs.sizes.assembly import Assembly, Template
from twin_constructs.sizes.excess import Excess
from twin_constructs.sizes.measures import compact
from twin_constructs.sizes.rendered import Renderer

LARGEST = {"AWS::S3::BucketPolicy": 20 * 1024, "AWS::SQS::QueuePolicy": 8 * 1024}
ONE_STATEMENT = "Name principals and sources by one pattern instead of one by one"


def check_resource_policies(assembly: Assembly) -> Iterator[tuple[Template, Excess]]:
    """Yield the policies of buckets and queues that are too large."""
    for template in assembly.templates:
        renderer = Renderer(assembly, template)
        for kind, limit in LARGEST.items():
            for logical_id, properties in template.resources(kind):
                size = len(compact(renderer.render(properties["PolicyDocument"])).encode())
                if size > limit:
                    yield (
                        template,
                        Excess(
                            "RESOURCE_POLICY_TOO_LARGE", logical_id, "PolicyDocument",
                            "the resource policy", size, limit, "bytes", ONE_STATEMENT,
                        ),
                    )  # fmt: skip
