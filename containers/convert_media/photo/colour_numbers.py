"""What an AVIF or HEIC tells of its colours in numbers, as most tell them instead of by a profile.

Sources: ISO/IEC 23008-12, 6.5.5 and 9.3 (properties of items), ISO/IEC 14496-12, 12.1.5 (`colr`)
and 12.1.6 (`clli`), ISO/IEC 23091-2, 8.1 and 8.2 (the numbers).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conversion_runtime.errors import ConversionError
from convert_media.video.boxes import MOST_BOXES, Box, file_boxes

NUMBERS = "colour_numbers"
"""Where an opened image has them beside its profile."""

LARGEST_BYTES = 16 * 1024**2
"""Of what describes the images of a file."""

AFTER_VERSION = 4
WIDE_NUMBERS = 1


@dataclass(frozen=True)
class ColourNumbers:
    """Primaries and transfer function; how bright the brightest pixel is, in cd/m², where told."""

    primaries: int
    transfer: int
    brightest: float | None = None


def colour_numbers(path: Path) -> ColourNumbers | None:
    """Return what is told of the image that the file calls primary, or None for nothing."""
    try:
        for _, meta in file_boxes(path, b"meta", LARGEST_BYTES, MOST_BOXES):
            return _told({box.kind: box for box in meta.boxes(AFTER_VERSION)})
    except ConversionError:
        pass  # decoding says what is damaged; colours alone are no reason to refuse a photo
    return None


def _told(described: dict[bytes, Box]) -> ColourNumbers | None:
    properties = list(_properties_of_primary(described))
    for one in properties:
        if one.kind == b"colr" and bytes(one.content[:4]) == b"nclx":
            primaries, transfer = one.values("2H", 4)
            light = next((box for box in properties if box.kind == b"clli"), None)
            brightest = light.values("H")[0] if light else 0
            return ColourNumbers(primaries, transfer, float(brightest) or None)
    return None


def _properties_of_primary(described: dict[bytes, Box]) -> Iterator[Box]:
    """Yield the properties of the primary image in the order in which they apply."""
    if b"pitm" not in described or b"iprp" not in described:
        return
    (is_wide,) = described[b"pitm"].values("B")
    (primary,) = described[b"pitm"].values("I" if is_wide else "H", AFTER_VERSION)
    all_properties = list(described[b"iprp"].require(b"ipco").boxes())
    for number in _numbers_of(described[b"iprp"].require(b"ipma"), primary):
        if 0 < number <= len(all_properties):
            yield all_properties[number - 1]


def _numbers_of(associations: Box, image: int) -> list[int]:
    """Return the numbers of an image's properties; the highest bit says which are essential."""
    version, flags, count = associations.values("B2xBI")
    form, mask = ("H", 0x7FFF) if flags & WIDE_NUMBERS else ("B", 0x7F)
    at = 8
    for _ in range(count):
        item, several = associations.values("IB" if version else "HB", at)
        at += 5 if version else 3
        numbers = associations.values(f"{several}{form}", at)
        if item == image:
            return [number & mask for number in numbers]
        at += several * (2 if form == "H" else 1)
    return []
