"""The command line of a conversion job, as `conversion_runtime.arguments` reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from twin.spatial.conversion_run import Price
from twin.spatial.converter import Converter
from twin.spatial.derivative import Recipe
from twin.spatial.workflow import error_key
from twin_runtime.settings import setting


@dataclass(frozen=True)
class SourceFile:
    """What a job reads: its address, digest and size; `order_id` is where the job says an error.

    `conversion` and `execution` are what the job says of its progress and in its log.
    """

    order_id: str
    address: str
    sha256: str
    size_bytes: int
    asset_key: str
    conversion: str
    execution: str


@dataclass(frozen=True)
class Means:
    """What a job has, and what a second of it costs."""

    memory_mebibytes: int
    timeout_seconds: int
    vcpus: int
    price: Price


def command_of(converter: Converter, file: SourceFile, recipe: Recipe, means: Means) -> list[str]:
    """Return the command that converts a file with what a job has."""
    uploads, assets = setting("UPLOADS_BUCKET"), setting("ASSETS_BUCKET")
    return [
        *("--source", file.address),
        *("--sha256", file.sha256),
        *("--output", f"s3://{assets}/{recipe.prefix}"),
        *("--error", f"s3://{uploads}/{error_key(file.order_id)}"),
        *("--asset-key", file.asset_key),
        *("--source-bytes", str(file.size_bytes)),
        *("--conversion", file.conversion),
        *("--execution", file.execution),
        *("--converter", converter.name),
        *("--tool-digest", recipe.tool_digest),
        *("--memory-mebibytes", str(means.memory_mebibytes)),
        *("--timeout-seconds", str(means.timeout_seconds)),
        *("--vcpus", str(means.vcpus)),
        *("--service", means.price.service),
        *("--usd-per-second", repr(means.price.usd_per_second)),
        *("--prices-of", means.price.prices_of),
        *converter.options(),
        *(_of_pipeline(converter) if converter.is_of_site else ()),
    ]


def _of_pipeline(converter: Converter) -> list[str]:
    """Return what the site file says of a pipeline, and no image knows by itself."""
    media_types = {output.file_name: output.media_type for output in converter.outputs}
    return [
        *("--media-types", json.dumps(media_types, sort_keys=True)),
        *("--gpus", str(converter.gpus)),
    ]
