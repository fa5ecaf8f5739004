"""Write what browsers get of a photo: WebP without any metadata, places and names among it."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from PIL.Image import Image, Resampling

EFFORT = 4
"""Of the WebP encoder, from 0 to 6: more takes twice the time for a few per cent."""


def within(image: Image, side_pixels: int) -> Image:
    """Return an image whose longer side is at most so long; a smaller one stays as it is."""
    longest = max(image.size)
    if longest <= side_pixels:
        return image
    width, height = (max(1, round(side * side_pixels / longest)) for side in image.size)
    return image.resize((width, height), Resampling.LANCZOS, reducing_gap=3.0)


def write_webp(image: Image, target: Path | IO[bytes], quality: int) -> None:
    """Write an image in RGB or RGBA."""
    image.info.clear()
    image.save(target, "WEBP", quality=quality, method=EFFORT, icc_profile=b"", exif=b"", xmp=b"")
