"""A program of an image, run on this machine in the environment of that image."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from twin.errors import TwinError
from twin.simulation.model_errors import ModelCrashed, model_error_of

REFUSED = 10
"""Exit code of the image's program when it says why it refuses."""


class ImageMissing(TwinError):
    """The environment of the image is not on this machine."""

    code = "IMAGE_MISSING"
    where_label = "run"


def run_program(
    image: str,
    module: str,
    arguments: Sequence[str],
    *,
    folder: Path,
    root: Path,
    timeout_seconds: float,
) -> dict[str, Any]:
    """Run `python -m <image>.<module>` in a folder and return the report that it writes there.

    Raises:
        ModelBroken: the program refuses; the kind of the error says why.
        ModelCrashed: it died, or did not come to an end.
        ImageMissing: the image's environment is not there.
    """
    command = [str(_python(image, root)), "-m", f"{image}.{module}", *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": os.pathsep.join((str(root / "containers"), str(root))),
            },
            capture_output=True,
            text=True,
            timeout=timeout_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelCrashed("the model does not come to an end", found=str(error)) from error
    if done.returncode == REFUSED:
        raise model_error_of(json.loads((folder / "refusal.json").read_text(encoding="utf-8")))
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        raise ModelCrashed("the model took its process down", found=last[0])
    report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return report


def _python(image: str, root: Path) -> Path:
    python = root / ".build" / "venvs" / image / "bin" / "python"
    if not python.is_file():
        raise ImageMissing(
            f"no environment of the image {image}", found="nothing", where="make setup"
        )
    return python
