"""The .splat format of web viewers: 32 bytes a splat, without header and without harmonics.

Position and size as six 32-bit floats, colour and opacity as four bytes, the rotation w, x, y, z as
four bytes around 128. https://github.com/antimatter15/splat
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from conversion_runtime.errors import SourceDamaged
from convert_splat.splats import Splats, check_number

ROW = np.dtype(
    [("position", "<f4", 3), ("scale", "<f4", 3), ("colour", "u1", 4), ("turn", "u1", 4)]
)

DEGREE_0 = 0.28209479177387814
"""The spherical harmonic of degree 0: 1 / (2 √π)."""

LEAST_OPACITY = 1e-4


def read_splat(path: Path) -> Splats:
    """Read all splats of a file.

    Raises:
        SourceDamaged: its size is no multiple of a splat's, or a size is not positive.
        SourceTooComplex: it has too many splats.
    """
    size = path.stat().st_size
    if not size or size % ROW.itemsize:
        raise SourceDamaged(
            "the file does not end with a whole splat",
            found=f"{size} bytes",
            expected=f"a multiple of {ROW.itemsize}",
        )
    check_number(size // ROW.itemsize)
    rows = np.fromfile(path, ROW)
    with np.errstate(divide="ignore", invalid="ignore"):
        scales = np.log(rows["scale"])  # not finite where a size is not positive
    levels = rows["colour"].astype(np.float32) / 255
    opacities = levels[:, 3].clip(LEAST_OPACITY, 1 - LEAST_OPACITY)
    return Splats(
        positions=rows["position"],
        log_scales=scales,
        rotations=(rows["turn"].astype(np.float32) - 128) / 128,
        opacities=np.log(opacities / (1 - opacities)),
        colours=(levels[:, :3] - 0.5) / DEGREE_0,
        harmonics=np.zeros((len(rows), 0, 3), np.float32),
    )
