"""Positions, rotations and opacities as the pixels of SOG."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from convert_splat.splats import Array

LARGEST_LEVEL = 65_535
FIRST_MODE = 252
"""In the last channel of a rotation: plus which of w, x, y, z is left out.

The specification says x, y, z, w; the format's own tools have w first, and so has every file.
"""


@dataclass(frozen=True, eq=False)
class PositionPlanes:
    """Low and high bytes (n, 3) of positions between the logarithms `low` and `high`.

    `largest_step` is the distance between neighbouring values where they are farthest apart.
    """

    lower: Array
    upper: Array
    low: Array
    high: Array
    largest_step: float


def position_planes(positions: Array) -> PositionPlanes:
    """Pack each axis in 16 bits, finely near the origin: sign(p) · ln(|p| + 1) in equal steps."""
    logarithms = np.sign(positions) * np.log1p(np.abs(positions.astype(float)))
    low, high = logarithms.min(axis=0), logarithms.max(axis=0)
    size = np.where(high > low, high - low, 1.0)
    levels = np.rint((logarithms - low) / size * LARGEST_LEVEL).astype(np.uint16)
    farthest = np.exp(np.maximum(np.abs(low), np.abs(high)))
    steps = farthest * -np.expm1((low - high) / LARGEST_LEVEL)
    return PositionPlanes(
        lower=(levels & 255).astype(np.uint8),
        upper=(levels >> 8).astype(np.uint8),
        low=low,
        high=high,
        largest_step=float(f"{steps.max():.3g}"),
    )


def rotation_plane(rotations: Array) -> Array:
    """Pack three components of quaternions w, x, y, z in a byte each; the largest is left out."""
    turned = np.array(rotations, float)
    largest = np.abs(turned).argmax(axis=1)
    turned *= np.where(np.take_along_axis(turned, largest[:, None], 1) < 0, -1.0, 1.0)
    kept = turned[np.arange(4) != largest[:, None]].reshape(-1, 3)
    levels = np.rint((kept / math.sqrt(2) + 0.5) * 255).clip(0, 255)
    return np.column_stack((levels, FIRST_MODE + largest)).astype(np.uint8)


def opacity_plane(opacities: Array) -> Array:
    """Return opacities in a byte each; shape (n, 1)."""
    shares = 1 / (1 + np.exp(-opacities.astype(float).clip(-60, 60)))
    levels: Array = np.rint(shares * 255).astype(np.uint8)
    return levels[:, None]
