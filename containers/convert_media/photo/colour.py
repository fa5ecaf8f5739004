"""Colours of a photo as browsers take them: 8 bits of sRGB, with alpha where it has it.

Profiles are applied, else what AVIF and HEIC tell in numbers; what tells nothing is taken as sRGB.
"""

from __future__ import annotations

from PIL import ImageCms
from PIL.Image import Image

from conversion_runtime.errors import SourceUnsupported
from convert_media.photo.profile import by_embedded_profile, by_profile
from convert_media.photo.told_colours import by_told_numbers

SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I;16N")
SHOWN = ("1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "LAB")
INKS_WITHOUT_PROFILE = (
    "the photo is of printing inks without a profile that can be applied: its colours are guessed"
)

_HIGH_BYTES = [value >> 8 for value in range(1 << 16)]


def require_colours(image: Image) -> None:
    """Require values that are colours.

    Raises:
        SourceUnsupported: they are 32-bit integers or floating point numbers: heights, for example.
    """
    if image.mode not in (*SHOWN, *SIXTEEN_BITS):
        raise SourceUnsupported(
            "the values of the image are no colours",
            found=image.mode,
            expected="8 or 16 bits a channel",
        )


def without_palette(image: Image) -> Image:
    """Return an image that can be scaled: colours instead of their numbers."""
    if image.mode in SIXTEEN_BITS and "transparency" in image.info:
        return _with_alpha(image)
    if image.mode in ("1", "P", "PA") or "transparency" in image.info:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def in_srgb(image: Image, warnings: list[str]) -> Image:
    """Return an image in RGB or RGBA; a profile that cannot be applied is told in `warnings`."""
    if image.mode in SIXTEEN_BITS:
        image = _of_8_bits(image)
    if image.mode in ("LA", "La", "RGBa"):
        image = image.convert("RGBA")
    if image.mode == "YCbCr":
        image = image.convert("RGB")
    if (converted := by_embedded_profile(image, warnings)) is not None:
        return converted
    if (converted := by_told_numbers(image)) is not None:
        return converted
    if image.mode == "LAB":
        return by_profile(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if image.mode == "CMYK":
        warnings.append(INKS_WITHOUT_PROFILE)
    return image if image.mode in ("RGB", "RGBA") else image.convert("RGB")


def _of_8_bits(image: Image) -> Image:
    return image.convert("I").point(_HIGH_BYTES, "L")


def _with_alpha(image: Image) -> Image:
    """Return a grey image of which one of the 65,536 levels is transparent."""
    clear = image.info["transparency"]
    opacity = [0 if value == clear else 255 for value in range(1 << 16)]
    found = _of_8_bits(image).convert("LA")
    found.putalpha(image.convert("I").point(opacity, "L"))
    return found
