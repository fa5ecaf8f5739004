"""The job's command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from container_runtime.child import Limits
from container_runtime.job import ERROR_FILE
from container_runtime.storage import S3Uri
from convert_cad.settings import Tessellation
from twin.spatial.derivative import Recipe
from twin.spatial.digests import parameters_digest

SELF_MADE = "unspecified"
"""Tool digest of a run by hand; the workflow always names the image's."""


@dataclass(frozen=True)
class Job:
    """One conversion."""

    source: S3Uri
    output: S3Uri
    error: S3Uri
    asset_key: str
    recipe: Recipe
    tessellation: Tessellation
    limits: Limits


def read_arguments(arguments: Sequence[str]) -> Job:
    """Read the command line; a wrong one exits with 2, as argparse does."""
    options = _parser().parse_args(arguments)
    output = S3Uri.parse(options.output)
    tessellation = Tessellation(options.deflection_ratio, options.angle_radians)
    return Job(
        source=S3Uri.parse(options.source),
        output=output,
        error=S3Uri.parse(options.error) if options.error else output.child(ERROR_FILE),
        asset_key=options.asset_key,
        recipe=Recipe(
            source_sha256=options.sha256,
            converter=options.converter,
            tool_digest=options.tool_digest,
            parameters_digest=parameters_digest(tessellation.to_parameters()),
        ),
        tessellation=tessellation,
        limits=Limits(options.memory_mebibytes, options.timeout_seconds),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="convert_cad", description="Convert STEP to GLB.")
    parser.add_argument("--source", required=True, help="s3:// address of the STEP file")
    parser.add_argument("--sha256", required=True, help="the file's SHA-256 in hexadecimal")
    parser.add_argument("--output", required=True, help="s3:// prefix of the derivatives")
    parser.add_argument("--error", default="", help="s3:// address of the error, if there is one")
    parser.add_argument("--asset-key", required=True, help="key of the asset, for the log")
    parser.add_argument("--converter", default="step_to_glb", help="name in the registry")
    parser.add_argument("--tool-digest", default=SELF_MADE, help="digest of this image")
    parser.add_argument("--deflection-ratio", type=float, default=0.001)
    parser.add_argument("--angle-radians", type=float, default=0.35)
    parser.add_argument("--memory-mebibytes", type=int, default=2048)
    parser.add_argument("--timeout-seconds", type=int, default=600)
    return parser
