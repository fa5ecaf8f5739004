"""Let a process find its folder at `/opt/ml`, without changing the machine.

On Linux the process gets a mount namespace of its own, with the folder bound to `/opt/ml`. Where
that is not allowed, and on other systems, it must look at `SAGEMAKER_BASE_DIR` or the `SM_…`
variables, as code built on SageMaker's training and inference toolkits does.
https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
"""

from __future__ import annotations

import functools
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from twin_local.execution.batch.container import ContainerProcess

LOG = logging.getLogger(__name__)
BASE = "/opt/ml"
PROBE_S = 10.0
SCRIPT = """\
set -e
if [ ! -d /opt/ml ]; then
  mount -t tmpfs tmpfs "$1"
  mkdir "$1/upper" "$1/work"
  mount -t overlay overlay -o "lowerdir=/opt,upperdir=$1/upper,workdir=$1/work" /opt
  mkdir /opt/ml
fi
mount --bind "$2" /opt/ml
shift 2
exec "$@"
"""


def at_opt_ml(process: ContainerProcess, folder: Path) -> ContainerProcess:
    """Return a process that finds a folder at `/opt/ml`, as far as this machine allows."""
    variables = {
        "SAGEMAKER_BASE_DIR": str(folder),
        "SM_MODEL_DIR": str(folder / "model"),
        "SM_INPUT_DIR": str(folder / "input"),
        "SM_OUTPUT_DIR": str(folder / "output"),
        "SM_OUTPUT_DATA_DIR": str(folder / "output" / "data"),
        **{
            f"SM_CHANNEL_{channel.name.upper()}": str(channel)
            for channel in sorted((folder / "input" / "data").glob("*"))
        },
    }
    if _may_mount():
        variables = {name: value.replace(str(folder), BASE, 1) for name, value in variables.items()}
        spare = folder.with_name(f"{folder.name}.mount")
        spare.mkdir(exist_ok=True)
        process = replace(
            process, arguments=(*_enter(), str(spare), str(folder), *process.arguments)
        )
    return replace(process, environment={**variables, **process.environment})


def _enter() -> tuple[str, ...]:
    unshare, shell = shutil.which("unshare") or "", shutil.which("sh") or "/bin/sh"
    how = ("--mount",) if os.geteuid() == 0 else ("--user", "--map-root-user", "--mount")
    return (unshare, *how, shell, "-c", SCRIPT, "mount")


@functools.cache
def _may_mount() -> bool:
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return False
    with tempfile.TemporaryDirectory() as spare, tempfile.TemporaryDirectory() as folder:
        try:
            test = [*_enter(), spare, folder, "/bin/sh", "-c", "test -d /opt/ml"]
            allowed = subprocess.run(test, capture_output=True, timeout=PROBE_S, check=False)
        except subprocess.TimeoutExpired:
            return False
    if allowed.returncode:
        LOG.info("no mount namespaces: SageMaker code is told its folder by variables only")
    return allowed.returncode == 0
