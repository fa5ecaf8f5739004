"""Where the context folder of a published container image is, by its URI.

The embedded AWS has no container engine: `publish` records which staged folder an image URI stands
for, and the job executor runs the package in that folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from twin_local.engine.lock import exclusive

STATE_VARIABLE = "TWIN_STATE"
"""Environment variable that names the state folder."""

LOCK_FILE = "images.lock"
REGISTRY_FILE = "images.json"
"""Name of the registry file below the state folder: a JSON object of image URI → folder."""


class ImageNotPublishedError(LookupError):
    """An image URI that no deployment has published."""


def state_directory() -> Path:
    """Return the state folder: `TWIN_STATE`, or `.twin` in the working directory."""
    return Path(os.environ.get(STATE_VARIABLE, ".twin")).resolve()


def image_directory(uri: str, *, state_dir: Path | None = None) -> Path:
    """Return the staged context folder of an image.

    Raises:
        ImageNotPublishedError: no deployment published the image, or its folder is gone.
    """
    registry = (state_dir or state_directory()) / REGISTRY_FILE
    folder = _read(registry).get(uri)
    if folder is None or not Path(folder).is_dir():
        raise ImageNotPublishedError(f"image {uri} is not published in {registry}")
    return Path(folder)


def publish_images(directories: Mapping[str, Path], *, state_dir: Path | None = None) -> None:
    """Record the context folders of images, next to those already published."""
    registry = (state_dir or state_directory()) / REGISTRY_FILE
    with exclusive(registry.parent, LOCK_FILE):
        merged = _read(registry) | {uri: str(folder) for uri, folder in directories.items()}
        partial = registry.with_suffix(".partial")
        partial.write_text(json.dumps(merged, indent=1, sort_keys=True), encoding="utf-8")
        partial.replace(registry)


def _read(registry: Path) -> dict[str, str]:
    if not registry.exists():
        return {}
    folders: dict[str, str] = json.loads(registry.read_text(encoding="utf-8"))
    return folders
