"""Where a job may write: `/tmp`, and nowhere else in its container."""

from __future__ import annotations

from aws_cdk import aws_batch as batch

SCRATCH = "/tmp"


def scratch_volume() -> batch.EcsVolume:
    """Return the volume over `/tmp`, on the disk that a task has anyway.

    The images declare it with `VOLUME`, so that its permissions are those of the image's folder.
    """
    return batch.EcsVolume.host(name="scratch", container_path=SCRATCH)


def without_host(definition: batch.EcsJobDefinition) -> None:
    """Leave out an empty `Host`, which the CDK writes and jobs on Fargate must not have.

    https://docs.aws.amazon.com/batch/latest/APIReference/API_Volume.html
    """
    resource = definition.node.default_child
    assert isinstance(resource, batch.CfnJobDefinition)
    resource.add_property_deletion_override("ContainerProperties.Volumes.0.Host")
