"""Morton codes: the bits of three coordinates, one after the other."""

from __future__ import annotations

import numpy as np

from convert_points.cloud import AXES, Array, Cloud

BITS = 19
"""Of a coordinate: half a million cells along each axis, and 12 levels of nodes."""

BLOCK_POINTS = 1 << 18
"""Blocks of a few megabytes stay in the processor's caches."""

_SPREAD = (
    (32, 0x1F00000000FFFF),
    (16, 0x1F0000FF0000FF),
    (8, 0x100F00F00F00F00F),
    (4, 0x10C30C30C30C30C3),
    (2, 0x1249249249249249),
)


def morton_codes(cloud: Cloud, low: Array, edge: float) -> Array:
    """Return the code of every point in a cube: x in the lowest of three bits, z in the highest."""
    codes = np.empty(len(cloud.points), np.uint64)
    for start in range(0, len(codes), BLOCK_POINTS):
        block = slice(start, start + BLOCK_POINTS)
        codes[block] = _block_codes(cloud, block, low, edge)
    return codes


def _block_codes(cloud: Cloud, block: slice, low: Array, edge: float) -> Array:
    records = cloud.points[block]
    codes = np.zeros(len(records), np.uint64)
    for at, axis in enumerate(AXES):
        factor = cloud.scales[at] * (1 << BITS) / edge
        shift = (cloud.offsets[at] - low[at]) * (1 << BITS) / edge
        cells = np.clip(records[axis] * factor + shift, 0, (1 << BITS) - 1)
        codes |= _spread(cells.astype(np.uint64)) << np.uint64(at)
    return codes


def _spread(values: Array) -> Array:
    """Move bit n of each value to bit 3n."""
    for shift, mask in _SPREAD:
        values = (values | values << np.uint64(shift)) & np.uint64(mask)
    return values
