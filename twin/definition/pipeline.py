"""Conversions that a site brings itself: a container image, what it reads, writes and needs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from twin.definition.names import Part, Title
from twin.spatial.content_kinds import ContentType

PipelineImage = Annotated[
    str,
    StringConstraints(
        pattern=r"^(containers/[a-z][a-z0-9_]{1,62}"
        r"|[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+"
        r"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64})$",
        max_length=512,
    ),
]
"""A folder `containers/<name>` of this checkout, or an image in a registry by its digest.

A tag alone says another image tomorrow; derivatives are addressed by the bytes of their tool.
"""

OutputName = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,60}(\.[a-z0-9]{1,12}){1,3}$")
]
MediaType = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,32}/[a-z0-9][a-z0-9.+-]{0,80}$")]
ParameterName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
ParameterText = Annotated[str, StringConstraints(max_length=256, pattern=r"^[^\x00-\x1f\x7f]*$")]
GpuFamily = Literal["g4dn", "g5", "g6"]
LARGEST_SOURCE_BYTES = 5 * 1024**3


class PipelineOutputDefinition(Part):
    """One file that the image writes."""

    media_type: MediaType
    optional: bool = False
    """Only where the source has it: the conversion is whole without it."""


class PipelineSizeDefinition(Part):
    """What a job gets for sources of up to so many bytes."""

    maximum_bytes: Annotated[int, Field(ge=1, le=LARGEST_SOURCE_BYTES)]
    vcpus: Annotated[int, Field(ge=1, le=192)]
    memory_mebibytes: Annotated[int, Field(ge=512, le=1_500_000)]
    timeout_seconds: Annotated[int, Field(ge=60, le=7 * 24 * 3600)]


class PipelineDefinition(Part):
    """A converter of this site alone; its name is a converter's, as those of every site have."""

    title: Title | None = None
    image: PipelineImage
    inputs: Annotated[list[ContentType], Field(min_length=1)]
    """Kinds of content, as they are detected: `step`, `las`, `zip`, …"""
    outputs: Annotated[dict[OutputName, PipelineOutputDefinition], Field(min_length=1)]
    parameters: dict[ParameterName, float | int | ParameterText] = Field(default_factory=dict)
    """What the image is told; part of the address of what it makes."""
    sizes: Annotated[list[PipelineSizeDefinition], Field(min_length=1, max_length=8)]
    gpus: Annotated[int, Field(ge=0, le=8)] = 0
    """0 runs on Fargate Spot; more is what each job has of an instance of the GPU queue."""
    automatic: bool = False
    """Convert every file of its kinds as it arrives; else only where somebody asks for it."""


def _newest_families() -> list[GpuFamily]:
    return ["g6", "g5"]


class GpuQueueDefinition(Part):
    """The instances that pipelines with GPUs run on; there is none without such a pipeline."""

    families: Annotated[list[GpuFamily], Field(min_length=1)] = Field(
        default_factory=_newest_families
    )
    maximum_vcpus: Annotated[int, Field(ge=4, le=4096)] = 16
    """Of all instances together; what more is asked waits."""
