"""Open a photo and decode it, within limits.

Pixels are limited by the memory of the job: they are decoded to four bytes each, and a colour
conversion holds them twice for a moment beside the encoded file.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pi_heif
from PIL import Image

from container_runtime.child import Limits
from conversion_runtime.errors import (
    ConversionError,
    SourceDamaged,
    SourceTooComplex,
    SourceUnreadable,
    SourceUnsupported,
)
from convert_media.photo.colour_numbers import NUMBERS, colour_numbers
from convert_media.photo.tiff_kind import READ, kind_of_tiff

TOLD_IN_NUMBERS = ("AVIF", "HEIF")
FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "AVIF", "HEIF")
BYTES_A_PIXEL = 12
LARGEST_SIDE_PIXELS = 65_535

BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    AttributeError,
    struct.error,
    zlib.error,
)
"""What Pillow and its plugins raise for bytes that are not as their format says."""


def open_picture(path: Path, limits: Limits) -> Image.Image:
    """Open a photo and require that it can be decoded in the memory there is.

    Raises:
        SourceUnreadable: it is no photo of a format that is read.
        SourceUnsupported: it is a TIFF of other values than are read.
        SourceTooComplex: it has too many pixels.
    """
    pi_heif.register_heif_opener()
    # The size is compared below: with the memory of this job, and as a typed error.
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(path, formats=FORMATS)
    except BROKEN as error:
        raise _refusal(path) from error
    _require_size(image, limits)
    if image.format in TOLD_IN_NUMBERS:
        image.info[NUMBERS] = colour_numbers(path)
    return image


def _refusal(path: Path) -> ConversionError:
    try:
        kind = kind_of_tiff(path)
    except BROKEN:
        kind = None
    if kind is None:
        return SourceUnreadable(
            "the file is no photo that can be read", expected=", ".join(FORMATS)
        )
    return SourceUnsupported(
        "the TIFF has values that are not read, or is damaged", found=kind, expected=READ
    )


def decode(image: Image.Image) -> None:
    """Decode all pixels.

    Raises:
        SourceDamaged: they are not all there, or not as the format says.
    """
    try:
        image.load()
    except BROKEN as error:
        raise SourceDamaged(
            "the pixels of the photo cannot be decoded", where=image.format or ""
        ) from error


def largest_pixels(limits: Limits) -> int:
    """Return how many pixels fit into the memory of a job."""
    return limits.memory_mebibytes * 1024**2 // BYTES_A_PIXEL


def _require_size(image: Image.Image, limits: Limits) -> None:
    width, height = image.size
    most = largest_pixels(limits)
    if width * height > most or max(width, height) > LARGEST_SIDE_PIXELS:
        raise SourceTooComplex(
            "the photo has too many pixels",
            found=f"{width} x {height} pixels",
            expected=f"at most {most} pixels, {LARGEST_SIDE_PIXELS} a side",
        )
