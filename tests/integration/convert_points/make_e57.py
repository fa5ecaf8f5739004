"""Make E57 files with the library's own writer; run by the converter's own interpreter.

`make_e57.py FOLDER` writes one file for each case.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pye57

SQRT_HALF = 0.5**0.5
ROTATED = np.array([SQRT_HALF, 0.0, 0.0, SQRT_HALF])
"""A quarter turn about Z, as a quaternion w x y z."""

MARKED = 0.8125
"""A coordinate that the damage of a test finds again."""


def scan(count: int, seed: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - arrays
    positions = np.random.default_rng(seed).uniform(0.0, 1.0, (3, count))
    names = ("cartesianX", "cartesianY", "cartesianZ")
    return {**dict(zip(names, positions, strict=True)), **more}


def posed(file: pye57.E57) -> None:
    """Two scans: one as it is, one turned by 90° and moved by 100 m."""
    file.write_scan_raw(scan(100, 1))
    file.write_scan_raw(scan(50, 2), rotation=ROTATED, translation=np.array([100.0, 0.0, 0.0]))


def coloured(file: pye57.E57) -> None:
    """Points with colours and intensities."""
    colours = {name: np.full(100, at * 100, np.uint8) for at, name in enumerate(
        ("colorRed", "colorGreen", "colorBlue"))}  # fmt: skip
    file.write_scan_raw(scan(100, 3, intensity=np.linspace(0.0, 1.0, 100).astype("f"), **colours))


def invalid(file: pye57.E57) -> None:
    """A tenth of the points has no echo."""
    state = (np.arange(100) % 10 == 0).astype(np.int8)
    file.write_scan_raw(scan(100, 4, cartesianInvalidState=state))


def plain(file: pye57.E57) -> None:
    """One scan, to be damaged."""
    points = scan(100, 5)
    points["cartesianX"][7] = MARKED
    file.write_scan_raw(points)


if __name__ == "__main__":
    for make in (posed, coloured, invalid, plain):
        image = pye57.E57(str(Path(sys.argv[1]) / f"{make.__name__}.e57"), mode="w")
        make(image)
        image.close()
