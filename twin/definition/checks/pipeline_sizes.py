"""Sizes of a pipeline's jobs rise, and there are machines for them."""

from __future__ import annotations

from twin.definition.checks.scope import Scope
from twin.definition.pipeline import PipelineDefinition, PipelineSizeDefinition
from twin.spatial.fargate_sizes import is_offered, offered
from twin.spatial.gpu_instances import smallest_for

CODE = "PIPELINE_SIZE_UNKNOWN"


def check_sizes(scope: Scope, name: str, pipeline: PipelineDefinition) -> None:
    """Check the sizes of one pipeline."""
    before = 0
    for number, size in enumerate(pipeline.sizes):
        if size.maximum_bytes <= before:
            _add(
                scope,
                (name, number, "maximum_bytes"),
                "each size is for larger sources than the one before",
                found=size.maximum_bytes,
                expected=f"more than {before}",
            )
        before = size.maximum_bytes
        if pipeline.gpus:
            _check_gpu_size(scope, name, number, pipeline.gpus, size)
        elif not is_offered(size.vcpus, size.memory_mebibytes):
            _add(
                scope,
                (name, number, "memory_mebibytes"),
                "Fargate offers no such size",
                found=f"{size.memory_mebibytes} MiB with {size.vcpus} vCPUs",
                expected=offered(size.vcpus),
            )
        elif size.vcpus > scope.site.spatial.conversions.maximum_vcpus:
            _add(
                scope,
                (name, number, "vcpus"),
                "the queue of the site never has so many",
                found=size.vcpus,
                expected=f"at most {scope.site.spatial.conversions.maximum_vcpus}, or more of "
                "spatial.conversions.maximum_vcpus",
            )


def _check_gpu_size(
    scope: Scope, name: str, number: int, gpus: int, size: PipelineSizeDefinition
) -> None:
    queue = scope.site.spatial.gpu_queue
    found = f"{gpus} GPUs, {size.vcpus} vCPUs, {size.memory_mebibytes} MiB"
    instance = smallest_for(
        list(queue.families),
        vcpus=size.vcpus,
        memory_mebibytes=size.memory_mebibytes,
        gpus=gpus,
    )
    if instance is None:
        _add(
            scope,
            (name, number),
            f"no instance of {', '.join(queue.families)} has room for it",
            found=found,
            expected="fewer GPUs or vCPUs, or nine tenths of an instance's memory",
        )
    elif instance.vcpus > queue.maximum_vcpus:
        _add(
            scope,
            (name, number),
            f"the smallest instance for it is {instance.name} with {instance.vcpus} vCPUs",
            found=found,
            expected=f"spatial.gpu_queue.maximum_vcpus of {instance.vcpus} or more",
        )


def _add(
    scope: Scope, key: tuple[str | int, ...], message: str, *, found: object, expected: str
) -> None:
    name, *rest = key
    place = ("spatial", "pipelines", name, "sizes", *rest)
    scope.report.add(CODE, place, message, found=found, expected=expected)
