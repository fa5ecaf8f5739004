"""Colours of a photo as browsers take them: 8 bits of sRGB, with alpha where it has it.

Profiles are applied (ICC.1:2022, by Little CMS, perceptual intent); what has none is taken as sRGB.
"""

from __future__ import annotations

from io import BytesIO
from typing import cast

from PIL import ImageCms
from PIL.Image import Image

from conversion_runtime.errors import SourceUnsupported

SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I;16N")
SHOWN = ("1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "LAB")
UNREADABLE_PROFILE = "the colour profile cannot be read: sRGB is assumed"

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
    if image.mode in ("1", "P", "PA") or "transparency" in image.info:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def in_srgb(image: Image, warnings: list[str]) -> Image:
    """Return an image in RGB or RGBA; a profile that cannot be read is told in `warnings`."""
    profile = image.info.get("icc_profile")
    if image.mode in SIXTEEN_BITS:
        image = image.convert("I").point(_HIGH_BYTES, "L")
    if image.mode in ("LA", "La", "RGBa"):
        image = image.convert("RGBA")
    if profile and image.mode != "YCbCr":
        try:
            return _by_profile(image, ImageCms.ImageCmsProfile(BytesIO(profile)))
        except (ImageCms.PyCMSError, OSError, ValueError):
            warnings.append(UNREADABLE_PROFILE)
    if image.mode == "LAB":
        return _by_profile(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    return image if image.mode in ("RGB", "RGBA") else image.convert("RGB")


def _by_profile(image: Image, profile: ImageCms.ImageCmsProfile) -> Image:
    if image.mode == "L" and profile.profile.xcolor_space.strip() == "RGB":
        image = image.convert("RGB")
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    converted = ImageCms.profileToProfile(
        image, profile, ImageCms.createProfile("sRGB"), outputMode=mode
    )
    return cast("Image", converted)  # None only where the image itself is changed
