"""Repositories of images, and a bucket."""

from __future__ import annotations

import json

from tests.integration.engine.samples.parts import DOCUMENT, Template, thing

IMAGES: Template = {
    "Repository": thing(
        "ECR::Repository",
        RepositoryName="samples",
        ImageTagMutability="IMMUTABLE",
        ImageScanningConfiguration={"ScanOnPush": True},
        EmptyOnDelete=True,
        LifecyclePolicy={
            "LifecyclePolicyText": json.dumps(
                {
                    "rules": [
                        {
                            "rulePriority": 1,
                            "selection": {
                                "tagStatus": "untagged",
                                "countType": "imageCountMoreThan",
                                "countNumber": 5,
                            },
                            "action": {"type": "expire"},
                        }
                    ]
                }
            )
        },
        RepositoryPolicyText=DOCUMENT,
        Tags=[{"Key": "site", "Value": "demo"}],
    ),
    "Bucket": thing("S3::Bucket", AccessControl="Private"),
}
