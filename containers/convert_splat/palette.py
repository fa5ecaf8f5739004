"""Spherical harmonics of many splats by a palette of few: k-means in two levels.

Values are whole numbers, so small that sums of their products are exact in 32-bit floats in any
order: neither threads nor a processor's way to add change the palette.
Nistér, Stewénius, Scalable recognition with a vocabulary tree, CVPR 2006 (the two levels).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from convert_splat.splats import Array

LARGEST_LEVEL = 255
"""45 values of this size: their products and half their squares sum up to less than 2²³."""

LARGEST_HARMONIC = 4.0
"""Beyond this, colours are black or white from all sides; what is larger is stored as this."""

MOST_ENTRIES = 65_536
SPLATS_PER_ENTRY = 4
"""Of a small scene: an entry takes as much as twenty labels."""

ROUNDS = 6
BLOCK = 65_536
"""Rows that are compared at once."""


@dataclass(frozen=True, eq=False)
class Palette:
    """Rows of whole levels (count, d), the row of each splat (n,), and the size of a level.

    `clamped` are the splats that have a harmonic beyond `LARGEST_HARMONIC`; `rms_error` does
    not count what they lost.
    """

    levels: Array
    labels: Array
    step: float
    rms_error: float
    clamped: int


def fitted_palette(harmonics: Array) -> Palette:
    """Return the palette of harmonics (n, d): an entry for four splats, at most 65,536."""
    largest = max(float(harmonics.max()), -float(harmonics.min()))
    size, clamped = min(largest, LARGEST_HARMONIC), 0
    step = size / LARGEST_LEVEL or 1.0
    rows = np.empty(harmonics.shape, np.int16)
    for start in range(0, len(rows), BLOCK):
        block = harmonics[start : start + BLOCK] / step
        clamped += int(np.count_nonzero((np.abs(block) > LARGEST_LEVEL + 0.5).any(axis=1)))
        rows[start : start + BLOCK] = np.rint(block).clip(-LARGEST_LEVEL, LARGEST_LEVEL)
    count = min(MOST_ENTRIES, max(1, len(rows) // SPLATS_PER_ENTRY))
    levels, labels = _two_levels(rows, count)
    return Palette(levels, labels, step, step * _rms(rows, levels, labels), clamped)


def _two_levels(rows: Array, count: int) -> tuple[Array, Array]:
    """Group rows coarsely, then each group by as many entries as it has a share in the rows."""
    groups = math.isqrt(count)
    _, coarse = _means(rows, groups)
    order = np.argsort(coarse, kind="stable")
    ends = np.cumsum(np.bincount(coarse, minlength=groups))
    labels = np.empty(len(rows), np.int64)
    found: list[Array] = []
    used = start = 0
    for end in ends.tolist():
        inside = order[start:end]
        if len(inside):
            # One each and the rest by size: together never more than `count`.
            share = 1 + (count - groups) * len(inside) // len(rows)
            levels, own = _means(rows[inside], min(share, len(inside)))
            labels[inside] = own + used
            found.append(levels)
            used += len(levels)
        start = end
    return np.concatenate(found), labels


def _means(rows: Array, count: int) -> tuple[Array, Array]:
    """Return the means of groups, rounded, and the group of each row; begin with rows in equal
    distances, which are spread over the scene if the rows follow it.
    """
    means = rows[np.linspace(0, len(rows) - 1, count).astype(np.int64)]
    for _ in range(ROUNDS):
        labels = _nearest(rows, means)
        sizes = np.bincount(labels, minlength=count)
        order = np.argsort(labels, kind="stable")
        starts = (np.cumsum(sizes) - sizes)[sizes > 0]
        sums = np.add.reduceat(rows[order], starts, axis=0, dtype=np.int64)
        means = means.copy()
        means[sizes > 0] = np.rint(sums / sizes[sizes > 0, None])
    return means, _nearest(rows, means)


def _nearest(rows: Array, means: Array) -> Array:
    """Return for each row which mean is nearest: largest x·c - c²/2, the first of equal ones."""
    columns = means.T.astype(np.float32)
    half = (columns * columns).sum(axis=0) / 2
    labels = np.empty(len(rows), np.int64)
    block = max(1, BLOCK * 64 // len(means))
    for start in range(0, len(rows), block):
        scores = rows[start : start + block].astype(np.float32) @ columns
        scores -= half
        labels[start : start + block] = scores.argmax(axis=1)
    return labels


def _rms(rows: Array, levels: Array, labels: Array) -> float:
    total = 0
    for start in range(0, len(rows), BLOCK):
        away = rows[start : start + BLOCK].astype(np.int64) - levels[labels[start : start + BLOCK]]
        total += int((away * away).sum())
    return math.sqrt(total / rows.size)
