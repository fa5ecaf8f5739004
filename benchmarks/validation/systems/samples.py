"""Real sample data, which a machine may lack: `TWIN_SAMPLES` names the folder."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.harness import Unavailable

DEFAULT = Path(__file__).resolve().parents[4] / "shared" / "samples"


def sample_file(name: str) -> Path:
    """Return a file or folder of the samples.

    Raises:
        Unavailable: it is not there.
    """
    path = Path(os.environ.get("TWIN_SAMPLES", DEFAULT), name)
    if not path.exists():
        raise Unavailable(f"no {name} in the samples: set TWIN_SAMPLES to a folder that has them")
    return path
