"""Layers of a function, unzipped over each other in their order, as AWS Lambda does in `/opt`.

A worker shares this machine's files, so the folder is not at `/opt`: what Lambda's runtime makes
of it (Python's search path, PATH, LD_LIBRARY_PATH) is made of it here too, `/opt/…` in the code of
a handler is not there.
https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from moto.awslambda.models import LambdaFunction, LayerVersion, lambda_backends

from twin_local.execution.arns import parse
from twin_local.execution.functions.packages import PackageError, unzip

MAXIMUM_LAYERS = 5


def opt_folder(function: LambdaFunction, state_dir: Path) -> Path | None:
    """Return the folder with the content of a function's layers; None when it has none.

    Raises:
        PackageError: a layer is no zip, was deleted, or all of them are too large.
    """
    arns = [str(layer["Arn"]) for layer in function.layers]
    if not arns:
        return None
    versions = [_layer(arn) for arn in arns]
    digest = hashlib.sha256("|".join(one.code_sha_256 for one in versions).encode()).hexdigest()
    return unzip([one.code_bytes for one in versions], state_dir / "layers" / digest)


def search_path(opt: Path, runtime: str) -> list[str]:
    """Return where Python looks for modules of layers; `runtime` is such as `python3.13`."""
    return [str(opt / "python" / "lib" / runtime / "site-packages"), str(opt / "python")]


def _layer(arn: str) -> LayerVersion:
    parsed = parse(arn)
    backend = lambda_backends[parsed.account][parsed.region]
    version: LayerVersion | None = backend.layers_versions_by_arn(arn)
    if version is None:
        raise PackageError(f"the layer version {arn} was deleted")
    return version
