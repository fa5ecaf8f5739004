"""Run one step of a job in a process of its own: limited, and gone when it is done.

The processes are spawned, never forked, and start in the job's folder with a bare environment: a
damaged file or a faulty library that takes the child down does not take the job down.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from container_runtime.errors import ChildCrashed, ChildTimeLimit

REFUSED = 10
"""Exit code of a child that wrote why it refuses."""

ADDRESS_SLACK = 2 * 1024**3
"""Libraries and thread stacks reserve addresses that they never use."""

KEPT_VARIABLES = (
    "PATH",
    "VIRTUAL_ENV",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "ANSYSLMD_LICENSE_FILE",
)
"""What children need to find programs, libraries and a licence server; nothing with a secret."""

LOG = "child.log"


@dataclass(frozen=True)
class Limits:
    """What a child may use.

    Where it `has_gpu` its addresses are not limited: CUDA reserves those of all memory of the GPU
    and of the machine, whatever it uses. The container's own limit holds.
    https://docs.nvidia.com/cuda/cuda-c-programming-guide/index.html#unified-memory-programming
    """

    memory_mebibytes: int
    timeout_seconds: int
    has_gpu: bool = False


def run_child(command: Sequence[str], *, folder: Path, limits: Limits) -> int:
    """Run a command in a folder and return 0 or `REFUSED`; what it prints is in `child.log` there.

    Raises:
        ChildTimeLimit: it took longer than the limit, by the clock or by its processor time.
        ChildCrashed: it ended in any other way.
    """
    try:
        with (folder / LOG).open("wb") as output:
            code = subprocess.run(
                command,
                cwd=folder,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                timeout=limits.timeout_seconds,
                check=False,
            ).returncode
    except subprocess.TimeoutExpired as error:
        raise _too_long(limits) from error
    if code == -signal.SIGXCPU:
        raise _too_long(limits)
    if code not in (0, REFUSED):
        raise ChildCrashed(
            "a step of the job crashed or ran out of memory",
            found=_end_of(code),
            expected=f"an end within {limits.memory_mebibytes} MiB",
            where=Path(command[0]).name,
        )
    return code


def limit_this_process(limits: Limits) -> None:
    """Limit addresses and processor time of the calling process, before it loads anything."""
    if not limits.has_gpu:
        addresses = limits.memory_mebibytes * 1024**2 + ADDRESS_SLACK
        resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
    processors = os.cpu_count() or 1
    seconds = limits.timeout_seconds * processors
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    # The child finds the packages where this process found them, whatever its folder is.
    packages = os.pathsep.join(os.path.abspath(path) for path in sys.path)
    # Every arena of the allocator reserves 64 MiB of addresses per thread.
    return {**kept, "PYTHONPATH": packages, "MALLOC_ARENA_MAX": "4", "LC_ALL": "C.UTF-8"}


def _too_long(limits: Limits) -> ChildTimeLimit:
    return ChildTimeLimit(
        "a step of the job took too long", expected=f"at most {limits.timeout_seconds} seconds"
    )


def _end_of(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
