"""Any container image: a JSON document that names it by digest, or a folder of the checkout.

The image has the command line of `python -m simulate` for a single run and writes the same files;
studies do not run it. See docs/simulation/models.md.
"""

from __future__ import annotations

import json
import re

from twin.simulation.model_errors import ModelKindUnknown
from twin.simulation.model_file import ModelFile
from twin.simulation.model_kind import KindLimits, ModelKind

LARGEST_BYTES = 1024**2
IMAGE = re.compile(r"[a-z0-9][a-z0-9._/:-]*@sha256:[0-9a-f]{64}|containers/[a-z][a-z0-9_]*")


def recognises(file: ModelFile) -> bool:
    """Return whether the file names an image by digest."""
    if not file.head.lstrip().startswith(b"{") or file.size_bytes > LARGEST_BYTES:
        return False
    try:
        return bool(image_of(file))
    except ModelKindUnknown:
        return False


def image_of(file: ModelFile) -> str:
    """Return the image that a file names: with its digest, or built from the checkout.

    Raises:
        ModelKindUnknown: it names none.
    """
    with file.open() as stream:
        content = stream.read(LARGEST_BYTES)
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        document = None
    image = document.get("image") if isinstance(document, dict) else None
    if not isinstance(image, str) or IMAGE.fullmatch(image) is None:
        raise ModelKindUnknown(
            "the file names no image by digest",
            found=repr(image)[:200],
            expected='{"image": "registry.example/name@sha256:…"} or {"image": "containers/name"}',
            where=file.path.name,
        )
    return image


KIND = ModelKind(
    name="container",
    title="Container image of your own",
    image="",
    recognises=recognises,
    limits=KindLimits(LARGEST_BYTES, memory_mebibytes=4096, timeout_seconds=3600),
)
