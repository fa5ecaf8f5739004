"""TIFF and PNG files of any values, which Pillow does not write (TIFF 6.0; PNG, third edition)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]
Numbers = Sequence[int]

HEIGHT, WIDTH = 48, 64
GREY, RGB, INKS, YCBCR, CIELAB, ICCLAB = 1, 2, 5, 6, 8, 9
WHITE_IS_ZERO = 0
SHORT, LONG, UNDEFINED = 3, 4, 7
FORMS = {SHORT: ">u2", LONG: ">u4", UNDEFINED: ">u1"}
INLINE_BYTES = 4
PNG_COLOURS = {1: 0, 2: 4, 3: 2, 4: 6}
"""Kinds of colour of a PNG by the number of its channels."""


def quarters(values: Sequence[Numbers], bits: int) -> Pixels:
    """Return pixels with another value in each quarter; values are of the bits."""
    corners = np.array(values).astype(f">u{bits // 8}").reshape(2, 2, -1)
    return corners.repeat(HEIGHT // 2, 0).repeat(WIDTH // 2, 1)


def tiff(pixels: Pixels, colours: int, *, profile: bytes = b"", extra: int | None = None) -> bytes:
    """Return a TIFF, big-endian, in one strip; `extra` says what further channels are."""
    height, width, channels = pixels.shape
    data = pixels.astype(pixels.dtype.newbyteorder(">")).tobytes()
    tags: dict[int, tuple[int, Numbers]] = {
        256: (SHORT, (width,)),
        257: (SHORT, (height,)),
        258: (SHORT, channels * (8 * pixels.itemsize,)),
        259: (SHORT, (1,)),
        262: (SHORT, (colours,)),
        273: (LONG, (8,)),
        277: (SHORT, (channels,)),
        278: (SHORT, (height,)),
        279: (LONG, (len(data),)),
    }
    if extra is not None:
        tags[338] = (SHORT, (extra,))
    if profile:
        tags[34675] = (UNDEFINED, tuple(profile))
    return b"MM\0*" + struct.pack(">I", 8 + len(data)) + data + _directory(tags, 8 + len(data))


def _directory(tags: dict[int, tuple[int, Numbers]], at: int) -> bytes:
    entries, more = b"", b""
    behind = at + 2 + 12 * len(tags) + 4
    for tag, (kind, values) in sorted(tags.items()):
        packed = np.array(values).astype(FORMS[kind]).tobytes()
        told = packed.ljust(INLINE_BYTES, b"\0")
        if len(packed) > INLINE_BYTES:
            told = struct.pack(">I", behind + len(more))
            more += packed + bytes(len(packed) % 2)
        entries += struct.pack(">2HI", tag, kind, len(values)) + told
    return struct.pack(">H", len(tags)) + entries + bytes(4) + more


def png(pixels: Pixels, *, profile: bytes = b"", clear: Numbers = ()) -> bytes:
    """Return a PNG of 16 bits a channel; `clear` is the colour that is transparent."""
    height, width, channels = pixels.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    header = struct.pack(">2I5B", width, height, 16, PNG_COLOURS[channels], 0, 0, 0)
    parts = [(b"IHDR", header)]
    if profile:
        parts.append((b"iCCP", b"profile\0\0" + zlib.compress(profile)))
    if clear:
        parts.append((b"tRNS", np.array(clear).astype(">u2").tobytes()))
    parts += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in parts)


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG with its checksum."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
