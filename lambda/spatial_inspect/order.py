"""The order of a conversion: the job that does it, and the function that tries it first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from spatial_inspect.command import Means, SourceFile, command_of
from twin.cost.conversion_prices import ConversionPrices
from twin.spatial import function_size
from twin.spatial.converter import Converter, JobSize
from twin.spatial.derivative import Recipe
from twin.spatial.workflow import FunctionEvent, FunctionOrder, JobOrder, PipelineImage
from twin_runtime.errors import SettingMissing
from twin_runtime.settings import setting


@dataclass(frozen=True)
class Image:
    """A published image: its job definition, its function, the digest of what it is built from.

    The image of a pipeline has no function.
    """

    definition: str
    function: str
    tool_digest: str


def image_of(converter: Converter, pipelines: Mapping[str, PipelineImage]) -> Image:
    """Return the published image of a converter; the workflow knows those of pipelines.

    Raises:
        SettingMissing: the deployment does not know the image.
    """
    if converter.is_of_site:
        _require(converter, converter.name, pipelines, where="the workflow's pipelines")
        return Image(function="", **pipelines[converter.name])
    images = json.loads(setting("CONVERTER_IMAGES"))
    _require(converter, converter.image, images, where="CONVERTER_IMAGES")
    return Image(**images[converter.image])


def _require(converter: Converter, key: str, images: Mapping[str, object], *, where: str) -> None:
    if key not in images:
        raise SettingMissing(
            f"the image of {converter.name} is not deployed",
            found=", ".join(images),
            expected=key,
            where=where,
        )


def job_order(
    converter: Converter, image: Image, file: SourceFile, recipe: Recipe, *, work_bytes: int
) -> JobOrder:
    """Return the job that converts a file, sized by the measured source.

    A file with no more than `work_bytes` of work than a function does begins in one.
    """
    prices = ConversionPrices.from_json(setting("CONVERSION_PRICES"))
    size = converter.size_for(file.size_bytes)
    means = Means(
        memory_mebibytes=size.memory_mebibytes,
        timeout_seconds=size.timeout_seconds,
        vcpus=size.vcpus,
        price=prices.of_job(size.vcpus, size.memory_mebibytes, gpus=converter.gpus),
    )
    order: JobOrder = {
        "name": f"{converter.name}-{file.order_id}",
        "definition": image.definition,
        "command": command_of(converter, file, recipe, means),
        "vcpus": str(size.vcpus),
        "memory_mebibytes": str(size.memory_mebibytes),
        "timeout_seconds": size.attempt_seconds,
    }
    if converter.gpus:
        order["gpus"] = str(converter.gpus)
    if function_size.begins_in_function(converter, work_bytes):
        command = command_of(converter, file, recipe, _function_means(prices, size))
        order["function"] = _function_order(image, command, file.execution)
    return order


def _function_means(prices: ConversionPrices, job: JobSize) -> Means:
    """Return what a job has in a function: never more time than in its own size."""
    return Means(
        memory_mebibytes=function_size.MEMORY_MEBIBYTES,
        timeout_seconds=min(function_size.STEP_SECONDS, job.timeout_seconds),
        vcpus=function_size.VCPUS,
        price=prices.of_function(function_size.MEMORY_MEBIBYTES),
    )


def _function_order(image: Image, command: list[str], execution: str) -> FunctionOrder:
    event: FunctionEvent = {"command": [*command, "--larger-follows"], "execution": execution}
    return {"name": image.function, "event": event}
