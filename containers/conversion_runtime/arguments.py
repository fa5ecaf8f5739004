"""The job's command line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from container_runtime.child import Limits
from container_runtime.errors import ArgumentInvalid
from container_runtime.job import ERROR_FILE
from container_runtime.storage import S3Uri
from conversion_runtime.order import Parameters
from twin.spatial.conversion_run import SELF_RUN, SERVICES, Price
from twin.spatial.derivative import Recipe
from twin.spatial.digests import parameters_digest

SELF_MADE = "unspecified"
"""Tool digest of a run by hand; the workflow always names the image's."""


@dataclass(frozen=True)
class Job:
    """One conversion; `execution` is empty where no workflow began it, `source_bytes` 0 unknown."""

    source: S3Uri
    output: S3Uri
    error: S3Uri
    asset_key: str
    recipe: Recipe
    parameters: Parameters
    limits: Limits
    vcpus: int
    price: Price
    larger_follows: bool
    source_bytes: int = 0
    conversion: str = ""
    execution: str = ""
    media_types: Mapping[str, str] = field(default_factory=dict)


def read_arguments(package: str, arguments: Sequence[str]) -> Job:
    """Read the command line; a wrong one exits with 2, as argparse does.

    Raises:
        ArgumentInvalid: an address is none of S3, or the parameters are no JSON object.
    """
    options = _parser(package).parse_args(arguments)
    output = S3Uri.parse(options.output)
    parameters = _json_object(options.parameters, "--parameters")
    return Job(
        source=S3Uri.parse(options.source),
        output=output,
        error=S3Uri.parse(options.error) if options.error else output.child(ERROR_FILE),
        asset_key=options.asset_key,
        recipe=Recipe(
            source_sha256=options.sha256,
            converter=options.converter,
            tool_digest=options.tool_digest,
            parameters_digest=parameters_digest(parameters),
        ),
        parameters=parameters,
        limits=Limits(options.memory_mebibytes, options.timeout_seconds, options.gpus > 0),
        vcpus=options.vcpus,
        price=Price(options.service, options.usd_per_second, options.prices_of),
        larger_follows=options.larger_follows,
        source_bytes=options.source_bytes,
        conversion=options.conversion,
        execution=options.execution,
        media_types=_json_object(options.media_types, "--media-types"),
    )


def _parser(package: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=package, description="Convert one file.")
    parser.add_argument("--source", required=True, help="s3:// address of the file")
    parser.add_argument("--sha256", required=True, help="the file's SHA-256 in hexadecimal")
    parser.add_argument("--output", required=True, help="s3:// prefix of the derivatives")
    parser.add_argument("--error", default="", help="s3:// address of the error, if there is one")
    parser.add_argument("--asset-key", required=True, help="key of the asset, for the log")
    parser.add_argument("--converter", required=True, help="name in the registry")
    parser.add_argument("--tool-digest", default=SELF_MADE, help="digest of this image")
    parser.add_argument("--parameters", default="{}", help="of the converter, as a JSON object")
    parser.add_argument("--memory-mebibytes", type=int, default=2048)
    parser.add_argument("--timeout-seconds", type=int, default=600)
    parser.add_argument("--vcpus", type=int, default=1)
    parser.add_argument("--service", choices=SERVICES, default=SELF_RUN.service)
    parser.add_argument("--usd-per-second", type=float, default=SELF_RUN.usd_per_second)
    parser.add_argument("--prices-of", default=SELF_RUN.prices_of, help="date of the prices")
    parser.add_argument(
        "--larger-follows", action="store_true", help="a larger job follows one that is too small"
    )
    parser.add_argument("--source-bytes", type=int, default=0, help="size of the file, if known")
    parser.add_argument("--conversion", default="", help="what the workflow knows the file by")
    parser.add_argument("--execution", default="", help="name of the workflow's execution")
    parser.add_argument("--gpus", type=int, default=0, help="GPUs that the job has")
    parser.add_argument(
        "--media-types", default="{}", help="of derivatives by name, as a JSON object"
    )
    return parser


def _json_object(text: str, option: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ArgumentInvalid("not a JSON object", found=text[:100], where=option)
    return value
