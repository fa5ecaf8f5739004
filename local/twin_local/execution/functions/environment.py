"""The environment of a function's workers: its own variables and those of the runtime.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

from __future__ import annotations

import os
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from moto.awslambda.models import LambdaFunction

from twin_local.execution.credentials import Credentials

SCRATCH = "scratch"
"""The folder of temporary folders; what a killed server left there is removed at the start."""


@dataclass(frozen=True)
class Folders:
    """What a worker sees: code, layers, its own temporary folder, the runtime's packages."""

    code: Path
    layers: Path | None
    scratch: Path
    runtime: Path


def scratch_folder(state_dir: Path) -> Path:
    """Make the temporary folder of one execution environment."""
    parent = state_dir / SCRATCH
    parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="function-", dir=parent))


def environment(
    function: LambdaFunction, folders: Folders, credentials: Credentials, endpoint_url: str
) -> dict[str, str]:
    """Return the variables of a worker; those of the runtime win over those of the function."""
    reserved = {
        **common(function, credentials, endpoint_url),
        "_HANDLER": str(function.handler),
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "LAMBDA_RUNTIME_DIR": str(folders.runtime),
        "LAMBDA_TASK_ROOT": str(folders.code),
    }
    return {**_defaults(folders), **(function.environment_vars or {}), **reserved}


def common(function: LambdaFunction, credentials: Credentials, endpoint_url: str) -> dict[str, str]:
    """Return the reserved variables that functions of zips and of images have."""
    today = time.strftime("%Y/%m/%d", time.gmtime())
    return {
        "AWS_DEFAULT_REGION": function.region,
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
        "AWS_LAMBDA_LOG_STREAM_NAME": f"{today}/[{function.version}]{uuid.uuid4().hex}",
        "AWS_REGION": function.region,
        **credentials.environment(),
    }


def _defaults(folders: Folders) -> dict[str, str]:
    """Return what a function may set otherwise; of layers `bin` and `lib` come first."""
    path, libraries = [os.environ.get("PATH", os.defpath)], [str(folders.code / "lib")]
    if folders.layers:
        path.insert(0, str(folders.layers / "bin"))
        libraries.append(str(folders.layers / "lib"))
    return {
        "LANG": "en_US.UTF-8",
        "LD_LIBRARY_PATH": ":".join(libraries),
        "PATH": ":".join(path),
        "PYTHONPATH": str(folders.runtime),
        "TMPDIR": str(folders.scratch),
        "TZ": ":UTC",
    }
