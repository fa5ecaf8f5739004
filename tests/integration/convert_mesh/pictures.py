"""The pictures of a scene, and how alike two of them are."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from glb_runtime.accessors import Accessors
from glb_runtime.model import Array


def images_of(content: bytes, path: Path) -> list[bytes]:
    """Return the images of a GLB, which is written to a path."""
    path.write_bytes(content)
    accessors = Accessors.from_file(path)
    return [accessors.image(at) for at in range(len(accessors.glb.json["images"]))]


def pixels_of(image: Image.Image) -> Array:
    """Return the pixels of an image; shape (height, width, 4)."""
    return np.asarray(image.convert("RGBA"))


def decoded(content: bytes) -> Array:
    """Return the pixels of a PNG, JPEG or WebP."""
    return pixels_of(Image.open(io.BytesIO(content)))


def decibels(found: Array, expected: Array) -> float:
    """Return the ratio of a signal of 255 to the difference: more is better."""
    error = np.mean((found.astype(float) - expected.astype(float)) ** 2)
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))
