"""Make photos of printers and of screens of other colours, with profiles that are right or broken.

`python make_coloured_photos.py FOLDER`, run by the interpreter of the image.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops

from tests.integration.convert_media import colour_values as values
from tests.integration.convert_media import tiff_files as files
from tests.integration.convert_media.broken_profiles import BROKEN_PROFILES
from tests.integration.convert_media.make_videos_of_kinds import BT2020, HLG, PQ, hlg, pq
from tests.integration.convert_media.photos_of_kinds import ULTRA_HDR, app

SIZE = (64, 48)
DEEP = 257
"""Of 8 bits, what the same level is in 16."""

BEST = 95
P3, SRGB, UNSPECIFIED = 12, 13, 2
"""Numbers of primaries and of transfer functions."""


def main(folder: str) -> None:
    """Write all photos."""
    target = Path(folder)
    printed(target)
    of_screens(target)
    greys(target)
    in_lab(target)
    told_in_numbers(target)
    with_gain_map(target / "gain_map_p3.jpg")
    broken(target)


def quarters(mode: str, colours: Sequence[tuple[int, ...]]) -> Image.Image:
    """Return a picture with another colour in each quarter."""
    image = Image.new(mode, (2, 2))
    image.putdata(colours)
    return image.resize(SIZE, Image.Resampling.NEAREST)


def printed(target: Path) -> None:
    inks, mixed = quarters("CMYK", values.INKS), quarters("CMYK", values.MIXED_INKS)
    for ending in ("jpg", "tif"):
        inks.save(target / f"inks.{ending}", icc_profile=values.PRINTER, quality=BEST)
    mixed.save(target / "mixed.tif", icc_profile=values.PRINTER)
    inks.save(target / "inks_8_bits.tif", icc_profile=values.PRINTER_IN_8_BITS)
    inks.save(target / "inks_alone.jpg", quality=BEST)
    as_ycck(target / "ycck.jpg", inks, values.PRINTER)
    as_ycck(target / "ycck_alone.jpg", inks, b"")
    deep = files.quarters([[DEEP * one for one in ink] for ink in values.INKS], 16)
    (target / "inks_16_bits.tif").write_bytes(files.tiff(deep, files.INKS, profile=values.PRINTER))


def as_ycck(path: Path, image: Image.Image, profile: bytes) -> None:
    """Write a JPEG as Photoshop does: luma and differences of the inks, and black inverted.

    The writer inverts what it is given and leaves it else, and says so behind Adobe's mark.
    """
    cyan, magenta, yellow, black = image.split()
    coded = Image.merge("RGB", (cyan, magenta, yellow)).convert("YCbCr").split()
    inverted = (*(ImageChops.invert(one) for one in coded), black)
    Image.merge("CMYK", inverted).save(path, quality=BEST, icc_profile=profile)
    content = path.read_bytes()
    transform = content.index(b"Adobe") + 11
    path.write_bytes(content[:transform] + b"\2" + content[transform + 1 :])


def of_screens(target: Path) -> None:
    image = quarters("RGB", values.LEVELS)
    for ending in ("jpg", "png", "tif", "webp", "avif"):
        image.save(target / f"p3.{ending}", icc_profile=values.DISPLAY_P3, quality=BEST)
    image.save(target / "adobe.jpg", icc_profile=values.ADOBE_RGB, quality=BEST)
    see_through = image.convert("RGBA")
    see_through.putalpha(values.OPACITY)
    see_through.quantize(16).save(target / "palette_p3.png", icc_profile=values.DISPLAY_P3)
    image.convert("YCbCr").save(target / "ycbcr_p3.tif", icc_profile=values.DISPLAY_P3)
    deep = [[DEEP * one for one in level] for level in values.LEVELS]
    pixels = files.quarters(deep, 16)
    (target / "deep_p3.png").write_bytes(files.png(pixels, profile=values.DISPLAY_P3))
    in_tiff = files.tiff(pixels, files.RGB, profile=values.DISPLAY_P3)
    (target / "deep_p3.tif").write_bytes(in_tiff)
    filled = files.quarters([(*level, 9) for level in values.LEVELS], 8)
    content = files.tiff(filled, files.RGB, profile=values.DISPLAY_P3, extra=0)
    (target / "filled_p3.tif").write_bytes(content)


def greys(target: Path) -> None:
    deep = [(DEEP * one,) for one in values.GREYS]
    with_alpha = [(*one, DEEP * values.OPACITY) for one in deep]
    profile = values.GREY_OF_18
    plain, clear = files.quarters(deep, 16), files.quarters(with_alpha, 16)
    found = {
        "deep.png": files.png(plain),
        "deep.tif": files.tiff(plain, files.GREY),
        "deep_profile.png": files.png(plain, profile=profile),
        "deep_alpha_profile.png": files.png(clear, profile=profile),
        "deep_clear.png": files.png(plain, clear=deep[0]),
    }
    for name, content in found.items():
        (target / name).write_bytes(content)
    both = [(one, values.OPACITY) for one in values.GREYS]
    quarters("LA", both).save(target / "alpha_profile.png", icc_profile=profile)
    alone = quarters("LA", both).getchannel("L")
    alone.save(target / "clear_profile.png", icc_profile=profile, transparency=3)


def in_lab(target: Path) -> None:
    """Write Lab of 8 bits, which is signed, and kinds that are refused."""
    signed = [(round(2.55 * light), a % 256, b % 256) for light, a, b in values.LAB]
    (target / "lab.tif").write_bytes(files.tiff(files.quarters(signed, 8), files.CIELAB))


def told_in_numbers(target: Path) -> None:
    """Write photos without a profile whose colours are told as those of videos are."""
    levels = quarters("RGB", values.LEVELS)
    see_through = levels.convert("RGBA")
    see_through.putalpha(values.OPACITY)
    as_told(target / "p3_told.avif", levels, P3, SRGB)
    as_told(target / "p3_told_alpha.avif", see_through, P3, SRGB)
    as_told(target / "bt2020_told.avif", levels, BT2020, SRGB)
    as_told(target / "unknown_told.avif", levels, UNSPECIFIED, UNSPECIFIED)
    levels.save(target / "p3_both.avif", icc_profile=values.DISPLAY_P3, quality=BEST)
    tell(target / "p3_both.avif", BT2020, PQ)
    for name, value, transfer in (("pq", pq, PQ), ("hlg", hlg, HLG)):
        light = [3 * (round(255 * value(one)),) for one in values.LIGHTS]
        as_told(target / f"{name}_told.avif", quarters("RGB", light), BT2020, transfer)


def as_told(path: Path, image: Image.Image, primaries: int, transfer: int) -> None:
    image.save(path, quality=BEST)
    tell(path, primaries, transfer)


def tell(path: Path, primaries: int, transfer: int) -> None:
    """Exchange the numbers of an AVIF: those of sRGB, or beside a profile unspecified ones."""
    content = path.read_bytes()
    at = content.index(b"colrnclx") + 8
    path.write_bytes(content[:at] + struct.pack(">2H", primaries, transfer) + content[at + 4 :])


def with_gain_map(path: Path) -> None:
    """Write a photo as phones do: in Display P3, with a second picture behind it."""
    image = quarters("RGB", values.LEVELS)
    others = [image.convert("L").convert("RGB")]
    image.save(
        *(path, "MPO"),
        save_all=True,
        append_images=others,
        quality=BEST,
        icc_profile=values.DISPLAY_P3,
    )
    content = path.read_bytes()
    told = app(1, b"http://ns.adobe.com/xap/1.0/\0" + ULTRA_HDR)
    path.write_bytes(content[:2] + told + content[2:])


def broken(target: Path) -> None:
    inks, levels = quarters("CMYK", values.INKS), quarters("RGB", values.LEVELS)
    for name, (profile, _) in BROKEN_PROFILES.items():
        inks.save(target / f"broken_{name}.tif", icc_profile=profile)
    levels.save(target / "inks_of_rgb.jpg", icc_profile=values.PRINTER, quality=BEST)
    levels.save(target / "greys_of_rgb.jpg", icc_profile=values.GREY_OF_18, quality=BEST)
    path = target / "part_missing.jpg"
    levels.save(path, icc_profile=values.DISPLAY_P3 + bytes(100_000), quality=BEST)
    path.write_bytes(path.read_bytes().replace(b"ICC_PROFILE\0\2", b"another_one\0\2", 1))
    packed = files.chunk(b"iCCP", b"profile\0\0" + b"nothing that is packed")
    pixels = files.quarters([[DEEP * one for one in level] for level in values.LEVELS], 16)
    content = files.png(pixels)
    at = content.index(b"IDAT") - struct.calcsize(">I")
    (target / "stream_broken.png").write_bytes(content[:at] + packed + content[at:])


if __name__ == "__main__":
    main(*sys.argv[1:])
