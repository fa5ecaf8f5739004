"""Names that those share who write, read and copy a state folder."""

from __future__ import annotations

from pathlib import Path

MANIFEST = "manifest.json"
"""The file that says which snapshots belong together."""

START_OVER = "start over with `twin up --fresh`"

CHECKPOINT = "before-deployment"
"""The folder that exists while a deployment is changing something."""


def is_checkpointed(state: Path) -> bool:
    """Say whether a deployment has a checkpoint of a state folder, or is taking it."""
    return any((state / name).is_dir() for name in (CHECKPOINT, f"{CHECKPOINT}.partial"))
