"""The sample entry of pictures as MP4 has it, from what a track of Matroska says of its codec.

Source: https://www.matroska.org/technical/codec_specs.html
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from conversion_runtime.errors import SourceUnsupported
from convert_media.matroska import numbers
from convert_media.matroska.descriptors import MPEG4_VISUAL, descriptors
from convert_media.matroska.ebml import Element, damaged
from convert_media.matroska.vp9 import UNSPECIFIED, read_vp9
from convert_media.video.boxes import Box
from convert_media.video.made_track import colour_box, picture_entry
from convert_media.video.write_boxes import box
from convert_media.video.write_boxes import numbers as packed

FULL_RANGE = 2
_SHORTEST = {"V_MPEG4/ISO/AVC": 7, "V_MPEGH/ISO/HEVC": 23, "V_AV1": 4}


@dataclass(frozen=True)
class Coded:
    """A track of pictures: its description, the first picture, and how many there are a second."""

    entry: Element
    first: bytes
    frames_a_second: float

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in pixels.

        Raises:
            SourceDamaged: they are none of a picture that MP4 can describe.
        """
        sides = (numbers.PIXEL_WIDTH, numbers.PIXEL_HEIGHT)
        width, height = (self.entry.whole(numbers.VIDEO, side) for side in sides)
        if not (0 < width <= 0xFFFF and 0 < height <= 0xFFFF):
            raise damaged(numbers.VIDEO)
        return width, height


def picture_entry_of(coded: Coded, codec: str) -> Box:
    """Return the sample entry of a track; of a codec that nothing here knows, one of no setup.

    Raises:
        SourceDamaged: what its decoder is to know is missing or cut.
        SourceUnsupported: it is coded as in a stream, without a setup.
    """
    known = _ENTRIES.get(codec)
    kind, setup, matrix = known(coded) if known else (b"none", b"", UNSPECIFIED)
    width, height = coded.size
    boxes = [setup, _colours(coded.entry, matrix), _brightness(coded.entry), _aspect(coded)]
    return Box(kind, memoryview(picture_entry(width, height, boxes)))


Setup = tuple[bytes, bytes, int]
"""Name of the entry, the box that sets up the decoder, and the matrix that the pictures name."""


def _private(kind: bytes, name: bytes, codec: str) -> Callable[[Coded], Setup]:
    def made(coded: Coded) -> Setup:
        private = coded.entry.data(numbers.CODEC_PRIVATE)
        if not private:
            raise SourceUnsupported(
                "pictures are coded as in a stream, without a setup",
                found=codec,
                expected="a file that a muxer wrote: remux it, which codes nothing anew",
            )
        if len(private) < _SHORTEST[codec]:
            raise damaged(numbers.CODEC_PRIVATE)
        return kind, box(name, private), UNSPECIFIED

    return made


def _vp9(coded: Coded) -> Setup:
    found = read_vp9(coded.first)
    return b"vp09", found.setup(*coded.size, coded.frames_a_second), found.matrix


def _mpeg4(coded: Coded) -> Setup:
    private = coded.entry.data(numbers.CODEC_PRIVATE)
    return b"mp4v", descriptors(MPEG4_VISUAL, private), UNSPECIFIED


def _plain(kind: bytes) -> Callable[[Coded], Setup]:
    return lambda _: (kind, b"", UNSPECIFIED)


_ENTRIES: dict[str, Callable[[Coded], Setup]] = {
    "V_MPEG4/ISO/AVC": _private(b"avc1", b"avcC", "V_MPEG4/ISO/AVC"),
    # As `hvc1` and not `hev1`, which Safari does not play; parameter sets are in the setup.
    "V_MPEGH/ISO/HEVC": _private(b"hvc1", b"hvcC", "V_MPEGH/ISO/HEVC"),
    "V_AV1": _private(b"av01", b"av1C", "V_AV1"),
    "V_VP9": _vp9,
    "V_VP8": _plain(b"vp08"),
    "V_MJPEG": _plain(b"jpeg"),
    **dict.fromkeys(("V_MPEG4/ISO/SP", "V_MPEG4/ISO/ASP", "V_MPEG4/ISO/AP"), _mpeg4),
}


def _colours(entry: Element, matrix: int) -> bytes:
    """Return what the track says of its colours; Matroska numbers them as the standard does."""
    colour = entry.find(numbers.VIDEO, numbers.COLOUR) or Element(numbers.COLOUR, memoryview(b""))
    names = ((numbers.PRIMARIES, UNSPECIFIED), (numbers.TRANSFER, UNSPECIFIED))
    told = [colour.whole(name, otherwise=other) for name, other in names]
    told.append(colour.whole(numbers.MATRIX, otherwise=matrix))
    if max(told) > 0xFF:
        raise damaged(numbers.COLOUR)
    if told == 3 * [UNSPECIFIED]:
        return b""
    return colour_box(*told, is_full_range=colour.whole(numbers.RANGE) == FULL_RANGE)


def _brightness(entry: Element) -> bytes:
    """Return how bright the brightest pixel is, in candelas a square metre, where that is told."""
    colour = entry.find(numbers.VIDEO, numbers.COLOUR)
    if colour is None:
        return b""
    told = colour.whole(numbers.BRIGHTEST) or round(
        colour.real(numbers.MASTERING, numbers.MASTERING_BRIGHTEST)
    )
    return box(b"clli", packed("2H", told, 0)) if 0 < told <= 0xFFFF else b""


def _aspect(coded: Coded) -> bytes:
    """Return how wide a pixel is for its height, where it is no square."""
    video = coded.entry.find(numbers.VIDEO)
    width, height = coded.size
    if video is None or video.whole(numbers.DISPLAY_UNIT) not in (0, 3):
        return b""
    across = video.whole(numbers.DISPLAY_WIDTH, otherwise=width) * height
    down = video.whole(numbers.DISPLAY_HEIGHT, otherwise=height) * width
    if not across or not down or across == down:
        return b""
    common = math.gcd(across, down)
    if max(across, down) // common > 0xFFFF_FFFF:
        return b""
    return box(b"pasp", packed("2I", across // common, down // common))
