"""What a site states of its spatial plane."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from twin.definition.conversions import ConversionsDefinition
from twin.definition.names import Name, Part
from twin.definition.pipeline import GpuQueueDefinition, PipelineDefinition


class SpatialDefinition(Part):
    """Conversions of the site."""

    conversions: ConversionsDefinition = Field(default_factory=ConversionsDefinition)
    """How much is converted at a time."""
    pipelines: Annotated[dict[Name, PipelineDefinition], Field(max_length=10)] = Field(
        default_factory=dict
    )
    """Converters of this site alone, by name."""
    gpu_queue: GpuQueueDefinition = Field(default_factory=GpuQueueDefinition)
