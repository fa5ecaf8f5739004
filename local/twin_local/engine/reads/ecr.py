"""How Amazon ECR is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads, tags

OPERATIONS: Reads = {
    ("ecr", "CreateRepository"): (
        Read(
            "DescribeRepositories",
            {"repositoryNames": ["{q.repositoryName}"]},
            root="repositories.0",
        ),
        tags({"resourceArn": "{a.repository.repositoryArn}"}),
    ),
    ("ecr", "PutLifecyclePolicy"): (
        Read("GetLifecyclePolicy", {"repositoryName": "{q.repositoryName}"}),
    ),
    ("ecr", "SetRepositoryPolicy"): (
        Read("GetRepositoryPolicy", {"repositoryName": "{q.repositoryName}"}),
    ),
}
