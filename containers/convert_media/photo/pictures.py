"""The pictures that browsers get of a photo: upright, in sRGB, not larger than needed."""

from __future__ import annotations

from pathlib import Path

from PIL.Image import Image

from conversion_runtime.order import Parameters
from convert_media.conversions.photo_to_web import THUMBNAIL_FILE, WEB_FILE
from convert_media.photo.colour import in_srgb, without_palette
from convert_media.photo.colour_numbers import NUMBERS
from convert_media.photo.profile import tell_lost_profile
from convert_media.photo.tiles import write_tiles
from convert_media.photo.upright import upright
from convert_media.photo.write import within, write_webp
from convert_media.photo.xmp import Panorama


def write_pictures(
    image: Image, orientation: int, parameters: Parameters, warnings: list[str]
) -> None:
    """Write the picture to look at and the thumbnail into the working directory."""
    quality = int(parameters["quality"])
    tell_lost_profile(image, warnings)
    # Scaled first: the colours of a small image are converted, not those of a large one.
    small = within(without_palette(image), int(parameters["web_pixels"]))
    web = upright(in_srgb(_keeping(small, image), warnings), orientation)
    write_webp(web, Path(WEB_FILE), quality)
    thumbnail = within(web, int(parameters["thumbnail_pixels"]))
    write_webp(thumbnail, Path(THUMBNAIL_FILE), quality)


def write_panorama(
    image: Image,
    panorama: Panorama,
    orientation: int,
    parameters: Parameters,
    warnings: list[str],
) -> int:
    """Write the tiles of a panorama and return their number."""
    whole = upright(in_srgb(without_palette(image), warnings), orientation)
    return write_tiles(whole, panorama, int(parameters["quality"]))


def _keeping(scaled: Image, image: Image) -> Image:
    """Return a scaled image with what its source tells of its colours."""
    for name in ("icc_profile", NUMBERS):
        if told := image.info.get(name):
            scaled.info[name] = told
    return scaled
