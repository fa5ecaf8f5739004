"""Draw splats without a GPU.

Each splat is an ellipse on the picture, drawn from front to back until a pixel is full.
Zwicker et al., EWA Splatting, IEEE TVCG 2002.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from convert_splat.projection import Ellipses, projected
from convert_splat.splats import Array, Splats
from glb_runtime.picture import PIXELS, decoded, write_picture

THUMBNAIL_FILE = "thumbnail.webp"
BLOCK_PIXELS = 2_000_000
"""Pixels of ellipses that are drawn at once, in the order of their depth."""

FULL = 0.02
"""A pixel through which less light comes is full."""


def draw(splats: Splats, path: Path) -> None:
    """Draw splats from a fixed direction, from above and aside, as all thumbnails are."""
    ellipses = projected(splats)
    light = np.zeros((PIXELS * PIXELS, 3))
    through = np.ones(PIXELS * PIXELS)
    start = 0
    while start < len(ellipses) and (through > FULL).any():
        end = ellipses.block_end(start, BLOCK_PIXELS)
        _draw_block(ellipses, start, end, light, through)
        start = end
    picture = _picture(light, 1.0 - through)
    write_picture(picture.reshape(PIXELS, PIXELS, 4), path)


def _draw_block(ellipses: Ellipses, start: int, end: int, light: Array, through: Array) -> None:
    """Lay the pixels of some ellipses over one another, the nearest first."""
    pixel, splat, opacity = ellipses.pixels(start, end)
    seen = through[pixel] > FULL
    pixel, splat, opacity = pixel[seen], splat[seen], opacity[seen]
    if not len(pixel):
        return
    order = np.lexsort((splat, pixel))
    pixel, splat, opacity = pixel[order], splat[order], opacity[order]
    first = np.flatnonzero(np.r_[True, pixel[1:] != pixel[:-1]])
    passed = np.log1p(-opacity)
    before = np.cumsum(passed) - passed
    before -= np.repeat(before[first], np.diff(np.r_[first, len(pixel)]))
    weight = through[pixel] * np.exp(before) * opacity
    for channel in range(3):
        values = weight * ellipses.colours[splat, channel]
        light[pixel[first], channel] += np.add.reduceat(values, first)
    through[pixel[first]] *= np.exp(np.add.reduceat(passed, first))


def _picture(light: Array, coverage: Array) -> Array:
    """Return linear light and coverage: splats are trained to blend as pictures are stored."""
    colour = np.divide(
        light, coverage[:, None], out=np.zeros_like(light), where=coverage[:, None] > 0
    )
    linear = decoded(colour.clip(0.0, 1.0)) * coverage[:, None]
    return np.concatenate((linear, coverage[:, None]), axis=1)
