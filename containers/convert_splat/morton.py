"""The order of splats along a curve that fills space: neighbours in a file are neighbours in space.

Morton, A computer oriented geodetic data base, IBM, 1966.
"""

from __future__ import annotations

import numpy as np

from convert_splat.splats import Array

BITS = 21
"""Of each axis in a code of 64 bits."""

SPREADS = (
    (32, 0x1F00000000FFFF),
    (16, 0x1F0000FF0000FF),
    (8, 0x100F00F00F00F00F),
    (4, 0x10C30C30C30C30C3),
    (2, 0x1249249249249249),
)
"""By how many bits to shift, and which to keep, until two free bits follow each of the 21."""


def spatial_order(positions: Array) -> Array:
    """Return the indices that sort positions (n, 3) along the curve; equals keep their order."""
    low = positions.min(axis=0).astype(float)
    size = float((positions.max(axis=0) - low).max()) or 1.0
    code = np.zeros(len(positions), np.uint64)
    for axis in range(3):
        cells = (positions[:, axis] - low[axis]) * ((2**BITS - 1) / size)
        code |= _spread(cells.astype(np.uint64)) << np.uint64(axis)
    return np.argsort(code, kind="stable")


def _spread(cells: Array) -> Array:
    for shift, mask in SPREADS:
        cells = (cells | (cells << np.uint64(shift))) & np.uint64(mask)
    return cells
