"""A picture of a cloud without a graphics card: every point a dot, the nearest one in front.

Edges are darkened where the depth changes (C. Boucheny, "Visualisation scientifique interactive de
grands volumes de données", 2009: eye-dome lighting), so that shapes show without normals.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from convert_points.cloud import Array, extent_of

PIXELS = 512
SAMPLES = 2
"""Dots are drawn in twice the size, then reduced."""

MARGIN = 0.04
DIRECTION = np.array([-1.0, -1.3, 1.4])
"""From the cloud to the camera, with Z up: from south-west and above."""

BACKGROUND = 245
LARGEST_DOT = 12
COVERED = 0.7
"""Share of the cloud's own outline that dots should fill before they stop growing."""

SHADE = 60.0
QUALITY = 85


def write_thumbnail(target: Path, positions: Array, colours: Array) -> None:
    """Draw points, (n, 3) in metres with Z up and (n, 3) sRGB bytes, into a WebP."""
    size = PIXELS * SAMPLES
    across, depth = _projected(positions, size)
    image, depths = _drawn(across, depth, colours, size)
    shaded = _shaded(image, depths)
    picture = Image.fromarray(shaded).resize((PIXELS, PIXELS), Image.Resampling.BOX)
    picture.save(target, "WEBP", quality=QUALITY, method=4)


def _projected(positions: Array, size: int) -> tuple[Array, Array]:
    """Return pixel columns and rows, and distances from the camera as shares of the depth."""
    towards = DIRECTION / np.linalg.norm(DIRECTION)
    right = np.cross([0.0, 0.0, 1.0], towards)
    right /= np.linalg.norm(right)
    up = np.cross(towards, right)
    seen = positions @ np.stack([right, -up, -towards], axis=1)
    low, high = extent_of(seen)
    extent = max(float((high - low)[:2].max()), 1e-9)
    scale = size * (1 - 2 * MARGIN) / extent
    across = (seen[:, :2] - (low + high)[:2] / 2) * scale + size / 2
    return across.astype(np.int32), (seen[:, 2] - low[2]) * scale


def _drawn(across: Array, depth: Array, colours: Array, size: int) -> tuple[Array, Array]:
    """Draw far points first; dots grow until they fill what is between them."""
    order = np.argsort(-depth, kind="stable")
    across, depth, colours = across[order], depth[order], colours[order]
    dot = _dot_size(across, size)
    image = np.full((size, size, 3), BACKGROUND, np.uint8)
    depths = np.full((size, size), np.inf)
    for row in range(-(dot // 2), dot - dot // 2):
        for column in range(-(dot // 2), dot - dot // 2):
            _draw(image, depths, across + np.array([column, row]), depth, colours)
    return image, depths


def _draw(image: Array, depths: Array, across: Array, depth: Array, colours: Array) -> None:
    """Draw one pixel of every dot where nothing nearer is."""
    size = len(image)
    x, y = across.T
    shown = (x >= 0) & (x < size) & (y >= 0) & (y < size)
    shown[shown] = depth[shown] < depths[y[shown], x[shown]]
    # Of points in one pixel the last one stays, and the nearest is last.
    image[y[shown], x[shown]] = colours[shown]
    depths[y[shown], x[shown]] = depth[shown]


def _dot_size(across: Array, size: int) -> int:
    """Return the size of dots, from how many of coarser and coarser cells have a point."""
    cells = np.clip(across, 0, size - 1)
    for dot in range(1, LARGEST_DOT):
        coarse, double = (_occupied(cells // (dot * factor)) for factor in (1, 2))
        # In a surface that is filled, half the cell size means four times the cells.
        if coarse >= COVERED * 4 * double:
            return dot
    return LARGEST_DOT


def _occupied(cells: Array) -> int:
    found = np.zeros(cells.max(axis=0) + 1, bool)
    found[cells[:, 0], cells[:, 1]] = True
    return int(np.count_nonzero(found))


def _shaded(image: Array, depths: Array) -> Array:
    """Darken pixels that are behind their neighbours."""
    known = np.where(np.isfinite(depths), depths, depths[np.isfinite(depths)].max())
    padded = np.pad(known, 2, mode="edge")
    size = len(depths)
    behind = np.zeros_like(known)
    for row, column in ((0, 2), (4, 2), (2, 0), (2, 4)):
        nearer = known - padded[row : row + size, column : column + size]
        behind += np.clip(nearer, 0.0, SHADE)
    light = np.exp(-behind / SHADE)
    light[~np.isfinite(depths)] = 1.0
    shaded: Array = (image * light[..., None]).astype(np.uint8)
    return shaded
