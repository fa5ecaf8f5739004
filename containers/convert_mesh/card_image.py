"""An image as the memory of a graphics card takes it compressed: sides in steps of four pixels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from glb_runtime.images import LARGEST_SIDE, decoded_image

if TYPE_CHECKING:
    from PIL import Image

STEP = 4
"""https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Khronos/KHR_texture_basisu"""

MAXIMUM_PIXELS = 12 * 1024**2
"""The encoder takes no more at once: a square has 3,544 pixels a side."""

OPAQUE = 255


def card_size(width: int, height: int) -> tuple[int, int]:
    """Return the sides that an image gets: multiples of four, hardly smaller, never larger.

    An image of less than four pixels a side is the exception.
    """
    pixels = math.sqrt(MAXIMUM_PIXELS / (width * height))
    scale = min(1.0, LARGEST_SIDE / max(width, height), pixels)
    return _side(width * scale), _side(height * scale)


def card_image(content: bytes) -> Image.Image:
    """Return an image in its size for the card, with opacity where it is not opaque.

    Raises:
        SourceDamaged, SourceTooComplex: as `decoded_image` says.
    """
    image = decoded_image(content)
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode == "RGBA" and image.getchannel("A").getextrema()[0] == OPAQUE:
        image = image.convert("RGB")
    size = card_size(*image.size)
    return image if size == image.size else image.resize(size)


def _side(pixels: float) -> int:
    return max(STEP, int(pixels) // STEP * STEP)
