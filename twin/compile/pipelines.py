"""Pipelines of a site file → what the running twin knows of them."""

from __future__ import annotations

from twin.compile.type_members import title_of
from twin.definition.pipeline import PipelineDefinition
from twin.definition.spatial import SpatialDefinition
from twin.site_pipelines import Pipeline, PipelineOutput, PipelineSize


def compile_pipelines(spatial: SpatialDefinition) -> tuple[Pipeline, ...]:
    """Compile the pipelines, by name."""
    return tuple(_pipeline(name, item) for name, item in sorted(spatial.pipelines.items()))


def _pipeline(name: str, item: PipelineDefinition) -> Pipeline:
    return Pipeline(
        name=name,
        title=title_of(name, item.title),
        image=item.image,
        inputs=tuple(item.inputs),
        outputs=tuple(
            PipelineOutput(file_name, output.media_type, output.optional)
            for file_name, output in item.outputs.items()
        ),
        parameters=tuple(sorted(item.parameters.items())),
        sizes=tuple(
            PipelineSize(
                maximum_source_bytes=size.maximum_bytes,
                vcpus=size.vcpus,
                memory_mebibytes=size.memory_mebibytes,
                timeout_seconds=size.timeout_seconds,
            )
            for size in item.sizes
        ),
        gpus=item.gpus,
        is_automatic=item.automatic,
    )
