"""How large each image is at least: the packages of its environment in .build/venvs, unpacked.

An image holds these and its operating system, its Python and its code, so that the figure is a
lower bound of it; it needs no container engine. The reference is what a Fargate job has for its
unpacked images and its files together, 20 GiB
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html).
"""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.harness import Result, Unavailable
from benchmarks.image_process import ROOT

VENVS = ROOT / ".build" / "venvs"
STORAGE_MB = 20 * 1024**3 / 1e6


def run() -> list[Result]:
    """Measure the environment of every image that is there.

    Raises:
        Unavailable: no image's environment is there.
    """
    names = sorted(path.parent.name for path in (ROOT / "containers").glob("*/Dockerfile"))
    images = [VENVS / name for name in names if (VENVS / name / "bin" / "python").exists()]
    if not images:
        raise Unavailable(f"no environment in {VENVS}: run `make setup`")
    return [
        Result(
            f"{image.name}: packages (image is larger)",
            stored_bytes(image) / 1e6,
            "MB",
            "Fargate's storage",
            STORAGE_MB,
        )
        for image in images
    ]


def stored_bytes(folder: Path) -> int:
    """Return the bytes of all files below a folder, each file once; links are not followed."""
    sizes: dict[tuple[int, int], int] = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            found = Path(parent, name).lstat()
            sizes[found.st_dev, found.st_ino] = found.st_size
    return sum(sizes.values())
