"""Any container image: a JSON document that names it by digest and declares its variables.

The image has the command line of `python -m simulate` for chunks of studies and writes the same
files; see docs/simulation/models.md.
"""

from __future__ import annotations

import json
import re

from twin.simulation.model_file import ModelFile
from twin.simulation.model_kind import KindLimits, ModelKind

LARGEST_BYTES = 1024**2
IMAGE = re.compile(r"[a-z0-9][a-z0-9._/:-]*@sha256:[0-9a-f]{64}")


def recognises(file: ModelFile) -> bool:
    """Return whether the file names an image by digest."""
    if not file.head.lstrip().startswith(b"{") or file.path.stat().st_size > LARGEST_BYTES:
        return False
    try:
        document = json.loads(file.path.read_bytes())
    except (ValueError, RecursionError):
        return False
    image = document.get("image")
    return isinstance(image, str) and IMAGE.fullmatch(image) is not None


KIND = ModelKind(
    name="container",
    title="Container image of your own",
    image="",
    recognises=recognises,
    limits=KindLimits(LARGEST_BYTES, memory_mebibytes=4096, timeout_seconds=3600),
)
