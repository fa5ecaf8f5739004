"""AWS Batch without a service role: AWS uses its service-linked role then; moto refuses."""

from __future__ import annotations

import json

from moto.batch.models import BatchBackend, ComputeEnvironment
from moto.iam.exceptions import NotFoundException

from twin_local.execution.patching import original, replace

SERVICE = "batch.amazonaws.com"
NAME = "AWSServiceRoleForBatch"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": SERVICE}}
    ],
}


def install() -> None:
    """Make moto's Batch use the service-linked role; installing twice is the same as once."""
    create = original(BatchBackend, "create_compute_environment")

    def create_with_role(
        self: BatchBackend, *, service_role: str | None = None, **settings: object
    ) -> ComputeEnvironment:
        made: ComputeEnvironment = create(
            self, service_role=service_role or linked_role(self), **settings
        )
        return made

    replace(BatchBackend, "create_compute_environment", create_with_role)


def linked_role(backend: BatchBackend) -> str:
    """Return the ARN of the service-linked role, made when it is not there yet."""
    try:
        return str(backend.iam_backend.get_role(NAME).arn)
    except NotFoundException:
        role = backend.iam_backend.create_role(
            NAME,
            json.dumps(TRUST),
            f"/aws-service-role/{SERVICE}/",
            permissions_boundary=None,
            description="",
            tags=[],
            max_session_duration="3600",
            linked_service=SERVICE,
        )
        return str(role.arn)
