"""The command line of a conversion job, as `conversion_runtime.arguments` reads it."""

from __future__ import annotations

from dataclasses import dataclass

from twin.spatial.conversion_run import Price
from twin.spatial.converter import Converter
from twin.spatial.derivative import Recipe
from twin.spatial.workflow import error_key
from twin_runtime.settings import setting


@dataclass(frozen=True)
class SourceFile:
    """What a job reads: its address, digest and size; `order_id` is where the job says an error."""

    order_id: str
    address: str
    sha256: str
    size_bytes: int
    asset_key: str


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
        *("--converter", converter.name),
        *("--tool-digest", recipe.tool_digest),
        *("--memory-mebibytes", str(means.memory_mebibytes)),
        *("--timeout-seconds", str(means.timeout_seconds)),
        *("--vcpus", str(means.vcpus)),
        *("--service", means.price.service),
        *("--usd-per-second", repr(means.price.usd_per_second)),
        *("--prices-of", means.price.prices_of),
        *converter.options(),
    ]
