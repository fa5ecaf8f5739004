"""Show photos whose colours are told in numbers: wider than sRGB, or HDR.

HDR is brought into the range of a screen as the pictures of videos are.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from convert_media.photo.colour_numbers import NUMBERS, ColourNumbers
from convert_media.srgb import BT709, INTO_SRGB, Picture, screen_light, screen_values

HDR = {16: "PQ", 18: "HLG"}
"""Transfer functions by number; all others are taken as that of sRGB, as browsers take them."""

BAND_ROWS = 256
"""As many at once, since light takes several times the memory of values."""

Convert = Callable[[Picture], Picture]


def hdr_transfer_of(image: Image.Image) -> str | None:
    """Return the transfer function of an HDR photo, or None for one of a usual range."""
    numbers: ColourNumbers | None = image.info.get(NUMBERS)
    if numbers is None or image.info.get("icc_profile"):
        return None
    return HDR.get(numbers.transfer)


def by_told_numbers(image: Image.Image) -> Image.Image | None:
    """Return an image in sRGB, or None where nothing is told, or that it is sRGB."""
    numbers: ColourNumbers | None = image.info.get(NUMBERS)
    convert = None if numbers is None else _conversion(numbers)
    if convert is None:
        return None
    shown = _in_bands(image.convert("RGB"), convert)
    if image.mode == "RGBA":
        shown.putalpha(image.getchannel("A"))
    return shown


def _conversion(numbers: ColourNumbers) -> Convert | None:
    if numbers.transfer in HDR:
        from convert_media.video.hdr import USUAL_PEAK, ToneMap  # with OpenCV

        peak = numbers.brightest or USUAL_PEAK
        return ToneMap(HDR[numbers.transfer], peak, numbers.primaries)
    matrix = INTO_SRGB.get(numbers.primaries)
    if matrix is None or numbers.primaries == BT709:
        return None
    return lambda picture: screen_values(screen_light(picture) @ matrix.T)


def _in_bands(image: Image.Image, convert: Convert) -> Image.Image:
    shown = Image.new("RGB", image.size)
    for top in range(0, image.height, BAND_ROWS):
        box = (0, top, image.width, min(top + BAND_ROWS, image.height))
        shown.paste(Image.fromarray(convert(np.asarray(image.crop(box)))), box)
    return shown
