"""Write SPZ, version 3: each attribute in a few bytes, everything compressed with gzip.

The axes become right, up, back, as SPZ and web viewers have them: y and z change their signs.
https://github.com/nianticlabs/spz (the format is described there; MIT)
"""

from __future__ import annotations

import gzip
import math
import struct
from pathlib import Path

import numpy as np

from convert_splat.splats import Array, Splats

MAGIC = 0x5053474E
VERSION = 3
HEADER = struct.Struct("<IIIBBBB")

MOST_FRACTIONAL_BITS = 16
LARGEST_INTEGER = 2**23 - 1
COLOUR_SCALE = 0.15
FIRST_DEGREE_COEFFICIENTS = 3
FIRST_DEGREE_STEP = 8
HIGHER_DEGREE_STEP = 16
"""Harmonics keep 5 bits in the first degree and 4 in higher ones: the rest compresses away."""

FLIPPED_AXES = np.array((1.0, -1.0, -1.0))
FLIPPED_HARMONICS = np.array((-1, -1, 1, -1, 1, 1, -1, 1, -1, 1, -1, -1, 1, -1, 1), float)
"""Signs of the real harmonics y z x, xy yz zz xz xx-yy, … where y and z change theirs."""

COMPRESSION_LEVEL = 6

BLOCK = 100_000
"""Splats that are packed at once."""


def write_spz(splats: Splats, path: Path) -> float:
    """Write a file, and return the distance between two positions that it tells apart."""
    bits = fractional_bits(splats.positions)
    header = HEADER.pack(MAGIC, VERSION, len(splats), splats.degree, bits, 0, 0)
    with path.open("wb") as file, _compressing(file) as target:
        target.write(header)
        for column, packed in (
            (splats.positions, lambda rows: _positions(rows, bits)),
            (splats.opacities, lambda rows: _levels(255 / (1 + np.exp(-rows.clip(-60, 60))))),
            (splats.colours, lambda rows: _levels(rows * (COLOUR_SCALE * 255) + 127.5)),
            (splats.log_scales, lambda rows: _levels((rows + 10) * 16)),
            (splats.rotations, _rotations),
            (splats.harmonics, _harmonics),
        ):
            for start in range(0, len(column), BLOCK):
                rows = column[start : start + BLOCK].astype(float)
                target.write(np.ascontiguousarray(packed(rows)).tobytes())
    return float(2.0**-bits)


def fractional_bits(positions: Array) -> int:
    """Return how many of the 24 bits can stand behind the point."""
    largest = float(np.abs(positions).max(initial=0.0))
    if largest == 0:
        return MOST_FRACTIONAL_BITS
    return min(max(math.floor(math.log2(LARGEST_INTEGER / largest)), 0), MOST_FRACTIONAL_BITS)


def _compressing(file: object) -> gzip.GzipFile:
    """Return a writer that puts neither a name nor a time into the file."""
    return gzip.GzipFile("", "wb", COMPRESSION_LEVEL, file, mtime=0)  # type: ignore[call-overload, no-any-return]


def _positions(positions: Array, bits: int) -> Array:
    steps = np.rint(positions * FLIPPED_AXES * 2.0**bits)
    whole = steps.clip(-LARGEST_INTEGER, LARGEST_INTEGER).astype("<i4")
    three: Array = whole.view(np.uint8).reshape(-1, 3, 4)[:, :, :3]
    return three


def _levels(values: Array) -> Array:
    return np.rint(values).clip(0, 255).astype(np.uint8)


def _rotations(rotations: Array) -> Array:
    """Pack three components in ten bits each, and in two bits which one was left out."""
    turned = rotations[:, (1, 2, 3, 0)] * np.array((1.0, -1.0, -1.0, 1.0))
    largest = np.abs(turned).argmax(axis=1)
    turned *= np.where(np.take_along_axis(turned, largest[:, None], 1) < 0, -1.0, 1.0)
    packed = largest.astype(np.uint32)
    for component in range(4):
        value = turned[:, component]
        size = (511 * np.abs(value) * math.sqrt(2) + 0.5).astype(np.uint32).clip(0, 511)
        with_sign = (packed << 10) | ((value < 0).astype(np.uint32) << 9) | size
        packed = np.where(largest == component, packed, with_sign)
    four: Array = packed.astype("<u4").view(np.uint8)
    return four


def _harmonics(harmonics: Array) -> Array:
    count = harmonics.shape[1]
    step = np.full(count, HIGHER_DEGREE_STEP)
    step[:FIRST_DEGREE_COEFFICIENTS] = FIRST_DEGREE_STEP
    signs, steps = FLIPPED_HARMONICS[:count, None], step[:, None]
    levels = np.rint(harmonics.clip(-2, 2) * signs * 128) + 128
    rounded: Array = np.floor((levels + steps // 2) / steps) * steps
    return _levels(rounded)
