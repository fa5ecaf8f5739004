"""Runs a module of `image/` in the environment of the simulation image; JSON in, JSON out."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.harness import Unavailable

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = ROOT / ".build" / "venvs" / "simulate"


def in_image(module: str, request: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return what `benchmarks.validation.image.<module>` answers to a request.

    Raises:
        Unavailable: the environment of the image is missing.
        RuntimeError: the module failed; the message is the end of what it said.
    """
    python = ENVIRONMENT / "bin" / "python"
    if not python.is_file():
        raise Unavailable("no environment of the simulation image: run `make setup`")
    with tempfile.TemporaryDirectory() as name:
        asked, told = Path(name, "asked.json"), Path(name, "told.json")
        asked.write_text(json.dumps(request), encoding="utf-8")
        paths = os.pathsep.join((str(ROOT), str(ROOT / "containers")))
        done = subprocess.run(
            [python, "-m", f"benchmarks.validation.image.{module}", asked, told],
            cwd=name,
            env={**os.environ, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module}: {done.stderr.strip()[-2000:]}")
        return json.loads(told.read_text(encoding="utf-8"))
