"""Commands as processes of their own with the code of an image: what they take, what they tell."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = os.pathsep.join((str(ROOT / "containers"), str(ROOT)))


@dataclass(frozen=True)
class Usage:
    """Processor seconds of a process and those below it; MiB of the largest of them."""

    seconds: float
    mebibytes: float


def used(
    command: Sequence[str | Path],
    folder: Path,
    runs: int,
    *,
    environment: Mapping[str, str] | None = None,
    is_quiet: bool = False,
) -> Usage:
    """Return the least seconds and the most memory of some runs of a command in a folder.

    `environment` comes on top of paths; `is_quiet` drops what the command says of errors.

    Raises:
        CalledProcessError: it failed.
    """
    settings = {**environment_of_image(), **(environment or {})}
    found = [_once(command, folder, settings, is_quiet=is_quiet) for _ in range(runs)]
    return Usage(min(one.seconds for one in found), max(one.mebibytes for one in found))


def json_told_by(python: Path, script: str, *arguments: str) -> Any:  # noqa: ANN401 - any JSON
    """Return the JSON that a script writes to the file that its last argument names.

    Raises:
        CalledProcessError: it failed.
    """
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "told.json")
        subprocess.run(
            [python, "-c", script, *arguments, str(file)],
            cwd=name,
            env=environment_of_image(),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return json.loads(file.read_text(encoding="utf-8"))


def environment_of_image() -> dict[str, str]:
    """Return the variables by which an interpreter finds programs, and the code of images."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": PACKAGES}


def _once(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str], *, is_quiet: bool
) -> Usage:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if is_quiet else None,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, [str(one) for one in command[:4]])
    return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
