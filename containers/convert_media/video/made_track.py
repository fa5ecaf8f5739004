"""Describe a track as MP4 does, where the source did not: boxes of our own (ISO/IEC 14496-12)."""

from __future__ import annotations

from collections.abc import Sequence

from convert_media.video.boxes import Box
from convert_media.video.tracks import VIDEO
from convert_media.video.write_boxes import box, full_box, numbers

_TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
_UNDETERMINED = 0x55C4
"""`und`, five bits a letter."""


def matrix_of(rotation_degrees: int) -> bytes:
    """Return the matrix that turns a picture clockwise, by a multiple of a quarter (6.2.2)."""
    a, b, c, d = (one << 16 for one in _TURNS[rotation_degrees])
    return numbers("9i", a, b, 0, c, d, 0, 0, 0, 0x40000000)


def made_track(
    handler: str,
    time_scale: int,
    size: tuple[int, int] = (0, 0),
    rotation_degrees: int = 0,
    edits: bytes = b"",
) -> Box:
    """Return a box `trak` without samples; `size` in pixels, `edits` a box or nothing."""
    is_picture = handler == VIDEO
    header = full_box(b"vmhd", 0, 1, bytes(8)) if is_picture else full_box(b"smhd", 0, 0, bytes(4))
    media = box(
        b"mdia",
        full_box(b"mdhd", 0, 0, numbers("4I2H", 0, 0, time_scale, 0, _UNDETERMINED, 0)),
        box(b"minf", header),
    )
    head = full_box(
        b"tkhd",
        0,
        7,
        numbers("5I", 0, 0, 1, 0, 0),
        bytes(8) + numbers("4H", 0, 0, 0 if is_picture else 0x100, 0),
        matrix_of(rotation_degrees),
        numbers("2I", size[0] << 16, size[1] << 16),
    )
    return Box(b"trak", memoryview(head + edits + media))


def made_header() -> Box:
    """Return a box `mvhd` of a movie of which no more is known than its tracks."""
    rate = numbers("IH", 0x10000, 0x100) + bytes(10)
    content = numbers("5I", 0, 0, 0, 1000, 0) + rate + matrix_of(0) + bytes(24)
    return Box(b"mvhd", memoryview(content + numbers("I", 0xFFFF_FFFF)))


def picture_entry(width: int, height: int, boxes: Sequence[bytes]) -> bytes:
    """Return the content of a sample entry of pictures (12.1.3), without the name of an encoder."""
    head = bytes(6) + numbers("H", 1) + bytes(16) + numbers("2H", width, height)
    head += numbers("3IH", 0x480000, 0x480000, 0, 1) + bytes(32) + numbers("Hh", 24, -1)
    return head + b"".join(boxes)


def sound_entry(channels: int, samples_a_second: int, boxes: Sequence[bytes]) -> bytes:
    """Return the content of a sample entry of sound (12.2.3)."""
    rate = samples_a_second << 16 if samples_a_second <= 0xFFFF else 0
    head = bytes(6) + numbers("H", 1) + bytes(8) + numbers("4HI", channels, 16, 0, 0, rate)
    return head + b"".join(boxes)


def colour_box(primaries: int, transfer: int, matrix: int, *, is_full_range: bool = False) -> bytes:
    """Return a box `colr` of numbers of ISO/IEC 23091-2."""
    return box(b"colr", b"nclx", numbers("3HB", primaries, transfer, matrix, is_full_range << 7))
