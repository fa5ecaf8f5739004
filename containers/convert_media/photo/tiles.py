"""Cut a panorama into tiles, as one ZIP archive of which a browser fetches members by range.

`panorama.json` describes the levels; `<level>/<column>_<row>.webp` are the tiles of the image as it
is stored, equirectangular, each level half of the next. Level 0 is the coarsest. Members are stored
as they are: WebP does not get smaller.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from PIL.Image import Image

from convert_media.photo.write import write_webp
from convert_media.photo.xmp import EQUIRECTANGULAR, Panorama

PANORAMA_FILE = "panorama.zip"
DESCRIPTION = "panorama.json"
TILE_PIXELS = 512
COARSEST_PIXELS = 1024
"""Levels end where the image is no longer than this."""


@dataclass(frozen=True)
class Level:
    """One resolution of a panorama."""

    width_pixels: int
    height_pixels: int

    @property
    def columns(self) -> int:
        """Return how many tiles stand side by side."""
        return -(-self.width_pixels // TILE_PIXELS)

    @property
    def rows(self) -> int:
        """Return how many tiles stand one below the other."""
        return -(-self.height_pixels // TILE_PIXELS)

    @property
    def half(self) -> Level:
        """Return the next coarser level."""
        return Level(-(-self.width_pixels // 2), -(-self.height_pixels // 2))


def levels_of(size: tuple[int, int]) -> tuple[Level, ...]:
    """Return the levels of an image, the coarsest first."""
    found = [Level(*size)]
    while found[-1].width_pixels > COARSEST_PIXELS:
        found.append(found[-1].half)
    return tuple(reversed(found))


def write_tiles(image: Image, panorama: Panorama, quality: int) -> int:
    """Write the archive into the working directory and return the number of tiles."""
    levels = levels_of(image.size)
    description = {
        "projection": EQUIRECTANGULAR,
        "tile_pixels": TILE_PIXELS,
        "panorama": asdict(panorama),
        "levels": [{**asdict(one), "columns": one.columns, "rows": one.rows} for one in levels],
    }
    with ZipFile(PANORAMA_FILE, "w", ZIP_STORED) as archive:
        archive.writestr(_member(DESCRIPTION), json.dumps(description, separators=(",", ":")))
        for number in reversed(range(len(levels))):
            image = _scaled(image, levels[number])
            for name, tile in _tiles(image, levels[number]):
                archive.writestr(_member(f"{number}/{name}.webp"), _webp(tile, quality))
    return sum(level.columns * level.rows for level in levels)


def _scaled(image: Image, level: Level) -> Image:
    size = (level.width_pixels, level.height_pixels)
    # Each level is exactly half of the one before: the mean of four pixels.
    return image if image.size == size else image.reduce(2)


def _tiles(image: Image, level: Level) -> Iterator[tuple[str, Image]]:
    for row in range(level.rows):
        for column in range(level.columns):
            left, top = column * TILE_PIXELS, row * TILE_PIXELS
            right = min(left + TILE_PIXELS, level.width_pixels)
            bottom = min(top + TILE_PIXELS, level.height_pixels)
            yield f"{column}_{row}", image.crop((left, top, right, bottom))


def _webp(tile: Image, quality: int) -> bytes:
    buffer = BytesIO()
    write_webp(tile, buffer, quality)
    return buffer.getvalue()


def _member(name: str) -> ZipInfo:
    """Return a member without a time: the same panorama gives the same bytes."""
    return ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
