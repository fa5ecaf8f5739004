"""Run Python in the environment of the image; results come back as JSON."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

PRELUDE = """
import json, sys, tempfile
from pathlib import Path
import numpy as np
from model_runtime.experiment import Experiment
from simulate.runtimes import opener_of
from twin.errors import TwinError


def open_model(kind, **options):
    return opener_of(kind)(Path(sys.argv[1]), Path(tempfile.mkdtemp(dir=sys.argv[2])), **options)


def refused(call):
    try:
        call()
    except TwinError as error:
        return error.to_dict()
    return None


def tell(value):
    Path(sys.argv[2], "told.json").write_text(json.dumps(value))
"""


def tell(root: Path, code: str, file: Path, folder: Path) -> Any:  # noqa: ANN401 - any JSON
    """Run code that ends with `tell(value)` on a model's file and return the value."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        [root / ".build/venvs/simulate/bin/python", "-c", PRELUDE + code, file, folder],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join((str(root / "containers"), str(root))),
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "told.json").read_text(encoding="utf-8"))
