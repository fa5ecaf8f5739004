"""Tags: a key that is given again gets the new value; moto keeps both."""

from __future__ import annotations

from moto.sagemaker.models import SageMakerModelBackend

from twin_local.execution.patching import replace

Tags = list[dict[str, str]]


def install() -> None:
    """Replace how tags are added."""
    replace(SageMakerModelBackend, "add_tags", _add)


def _add(backend: SageMakerModelBackend, arn: str, tags: Tags) -> Tags:
    resource = backend._get_resource_from_arn(arn)
    values = {tag["Key"]: tag["Value"] for tag in (*resource.tags, *tags)}
    resource.tags = [{"Key": key, "Value": value} for key, value in values.items()]
    kept: Tags = resource.tags
    return kept
