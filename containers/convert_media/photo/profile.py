"""The colour profile that is embedded in a photo (ICC.1:2022), applied by Little CMS.

What cannot be applied is told and left out: the picture is none the worse for it than in a program
that knows of no profiles.
"""

from __future__ import annotations

from io import BytesIO
from typing import cast

from PIL import ImageChops, ImageCms
from PIL.Image import Image

UNREADABLE_PROFILE = "the colour profile cannot be read: it is not applied"
OTHER_PROFILE = "the colour profile is not one of this photo's colours: it is not applied"

_CLASSES = ("scnr", "mntr", "prtr", "spac")
"""Those that describe colours of a photo; others are made to be linked between two of them."""

_MODES = {
    "GRAY": ("L",),
    "RGB": ("L", "RGB", "RGBA", "RGBX"),
    "CMYK": ("CMYK",),
    "Lab": ("LAB",),
}
"""Modes of images by the colours of a profile that is applied to them."""

_JPEG_SEGMENT = b"ICC_PROFILE\0"


def tell_lost_profile(image: Image, warnings: list[str]) -> None:
    """Tell of a profile that the opened file has, but not whole."""
    segments = getattr(image, "applist", ())
    is_told = "icc_profile" in image.info or any(
        name == "APP2" and content.startswith(_JPEG_SEGMENT) for name, content in segments
    )
    if is_told and not image.info.get("icc_profile"):
        warnings.append(UNREADABLE_PROFILE)


def by_embedded_profile(image: Image, warnings: list[str]) -> Image | None:
    """Return an image in sRGB, or None where there is no profile that can be applied."""
    content = image.info.get("icc_profile")
    if not content:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(content))
        colours = _colours(image, profile)
        if colours is None:
            warnings.append(OTHER_PROFILE)
            return None
        converted = by_profile(colours, profile)
    except (ImageCms.PyCMSError, OSError, ValueError):
        warnings.append(UNREADABLE_PROFILE)
        return None
    if image.mode == "RGBA" and converted.mode == "RGB":
        converted.putalpha(image.getchannel("A"))
    return converted


def by_profile(image: Image, profile: ImageCms.ImageCmsProfile) -> Image:
    """Return an image in sRGB, with the alpha that it has (perceptual intent)."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    converted = ImageCms.profileToProfile(
        image, profile, ImageCms.createProfile("sRGB"), outputMode=mode
    )
    return cast("Image", converted)  # None only where the image itself is changed


def _colours(image: Image, profile: ImageCms.ImageCmsProfile) -> Image | None:
    """Return the image in a mode that the profile is for; None where it is for other colours."""
    if profile.profile.device_class not in _CLASSES:
        return None
    space = profile.profile.xcolor_space.strip()
    if space == "GRAY" and image.mode in ("RGB", "RGBA") and _is_grey(image):
        # Greys with transparency are decoded as colours.
        return image.getchannel(0)
    if image.mode not in _MODES.get(space, ()):
        return None
    return image.convert("RGB") if space == "RGB" and image.mode in ("L", "RGBX") else image


def _is_grey(image: Image) -> bool:
    red, others = image.getchannel(0), (image.getchannel(number) for number in (1, 2))
    return all(ImageChops.difference(red, one).getbbox() is None for one in others)
