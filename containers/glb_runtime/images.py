"""Images inside of scenes: whether they can be shown, and what they become for the web."""

from __future__ import annotations

import io
import struct
import warnings

from PIL import Image

from conversion_runtime.errors import SourceDamaged, SourceTooComplex

MAXIMUM_PIXELS = 64 * 1024**2
"""8,192 pixels square: four bytes each in memory, and more than most graphics cards take."""

LARGEST_SIDE = 4096
"""Of a texture for the web: https://github.com/KhronosGroup/3DC-Asset-Creation says 4K at most."""

QUALITY = 85
EXACT_QUALITY = 95
"""For textures that hold directions and numbers, which show what a photograph hides."""

FORMATS = ("PNG", "JPEG", "WEBP")
FILE_FORMATS = (*FORMATS, "BMP", "TIFF", "TGA")
"""Of images beside a scene, which modelling programs write."""


def check_image(content: bytes) -> None:
    """Require that an image can be decoded; it is, whole.

    Raises:
        SourceDamaged: it cannot.
        SourceTooComplex: it has too many pixels.
    """
    decoded_image(content)


def web_image(content: bytes, *, is_exact: bool) -> bytes:
    """Return an image as WebP, or as it is where that is not smaller; always the same bytes.

    Raises:
        SourceDamaged, SourceTooComplex: as `check_image` says.
    """
    image = decoded_image(content)
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    written = io.BytesIO()
    mode = "RGBA" if image.has_transparency_data else "RGB"
    quality = EXACT_QUALITY if is_exact else QUALITY
    image.convert(mode).save(written, "WEBP", quality=quality, method=4, exact=True)
    return min(written.getvalue(), content, key=len)


def decoded_image(content: bytes, formats: tuple[str, ...] = FORMATS) -> Image.Image:
    """Return an image with its pixels.

    Raises:
        SourceDamaged: it cannot be decoded, or is of another format.
        SourceTooComplex: it has too many pixels.
    """
    try:
        # Pillow warns of sizes that are refused below, and of metadata that nothing here reads.
        with warnings.catch_warnings(action="ignore"):
            image = Image.open(io.BytesIO(content), formats=formats)
            _check_size(*image.size)
            image.load()
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise SourceDamaged("an image of the file cannot be decoded") from error
    return image


def _check_size(width: int, height: int) -> None:
    if width * height > MAXIMUM_PIXELS:
        raise _too_large(f"{width} by {height} pixels")


def _too_large(found: str = "") -> SourceTooComplex:
    return SourceTooComplex(
        "an image has too many pixels", found=found, expected=f"at most {MAXIMUM_PIXELS} pixels"
    )
