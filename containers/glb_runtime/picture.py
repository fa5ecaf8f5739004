"""From light to the thumbnail's file: WebP with a transparent background, the same every time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Array = NDArray[Any]

PIXELS = 512
"""Width and height of a thumbnail."""

SAMPLES = 2
"""In each direction of a pixel, against jagged edges."""

QUALITY = 85


def smoothed(samples: Array) -> Array:
    """Return the mean of the samples of each pixel.

    Shape (n * SAMPLES, n * SAMPLES, 4) to (n, n, 4): light and coverage, light times coverage.
    """
    size = samples.shape[0] // SAMPLES
    grouped = samples.reshape(size, SAMPLES, size, SAMPLES, 4)
    mean: Array = grouped.mean(axis=(1, 3))
    return mean


def write_picture(light: Array, path: Path) -> None:
    """Write light (n, n, 4), linear and premultiplied by coverage, all from 0 to 1."""
    coverage = light[..., 3:]
    colour = np.divide(
        light[..., :3], coverage, out=np.zeros_like(light[..., :3]), where=coverage > 0
    )
    levels = np.concatenate((encoded(colour), coverage), axis=-1) * 255
    Image.fromarray(np.rint(levels).clip(0, 255).astype(np.uint8), "RGBA").save(
        path, format="WEBP", quality=QUALITY, method=4, exact=False
    )


def encoded(linear: Array) -> Array:
    """Return linear light, as glTF has it, in sRGB, as pictures have it (IEC 61966-2-1)."""
    bounded = linear.clip(0.0, 1.0)
    curve = 1.055 * np.power(bounded, 1 / 2.4) - 0.055
    return np.where(bounded <= 0.0031308, 12.92 * bounded, curve)


def decoded(levels: Array) -> Array:
    """Return sRGB from 0 to 1 as linear light."""
    curve = np.power((levels + 0.055) / 1.055, 2.4)
    return np.where(levels <= 0.04045, levels / 12.92, curve)
