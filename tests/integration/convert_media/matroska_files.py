"""Small Matroska files, element by element (RFC 8794, RFC 9559), right ones and wrong ones."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

EBML, SEGMENT, INFO, TRACKS, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
SIMPLE_BLOCK, BLOCK_GROUP, BLOCK, BLOCK_DURATION, REFERENCE = 0xA3, 0xA0, 0xA1, 0x9B, 0xFB
UNKNOWN = b"\x01" + 7 * b"\xff"
VIDEO, SOUND = 1, 2
KEY = 0x80
PICTURE = bytes(100)


def element(number: int, *content: bytes, size: bytes | None = None) -> bytes:
    """Return an element; `size` instead of the right one, if it is given."""
    body = b"".join(content)
    name = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return name + (vint(len(body)) if size is None else size) + body


def vint(value: int, length: int | None = None) -> bytes:
    """Return a size in as few bytes as it needs, or in so many."""
    least = next(one for one in range(1, 9) if value < (1 << 7 * one) - 1)
    taken = length or least
    return (value | 1 << 7 * taken).to_bytes(taken, "big")


def whole(number: int, value: int) -> bytes:
    """Return an element of a whole number."""
    return element(number, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def real(number: int, value: float) -> bytes:
    """Return an element of a floating point number."""
    return element(number, struct.pack(">d", value))


def head(kind: bytes = b"matroska", more: bytes = b"") -> bytes:
    """Return the head of a document of a kind."""
    return element(EBML, element(0x4282, kind), whole(0x4285, 2), more)


def info(tick_nanoseconds: int = 1_000_000, more: bytes = b"") -> bytes:
    """Return the description of a segment."""
    return element(INFO, whole(0x2AD7B1, tick_nanoseconds), more)


def track(number: int, kind: int, codec: bytes, private: bytes = b"", *more: bytes) -> bytes:
    """Return the description of a track."""
    setup = element(0x63A2, private) if private else b""
    return element(0xAE, whole(0xD7, number), whole(0x83, kind), element(0x86, codec), setup, *more)


def picture_size(width: int, height: int, *more: bytes) -> bytes:
    """Return what a track of pictures says of them."""
    return element(0xE0, whole(0xB0, width), whole(0xBA, height), *more)


def sound_of(channels: int, samples_a_second: float) -> bytes:
    """Return what a track of sound says of it."""
    return element(0xE1, whole(0x9F, channels), real(0xB5, samples_a_second))


def block(number: int, ticks: int, frame: bytes, flags: int = KEY) -> bytes:
    """Return the content of a block of one frame."""
    return vint(number) + struct.pack(">hB", ticks, flags) + frame


def laced(number: int, ticks: int, frames: Sequence[bytes], kind: str) -> bytes:
    """Return the content of a block of several frames: `xiph`, `fixed` or `ebml`."""
    flags = KEY | {"xiph": 2, "fixed": 4, "ebml": 6}[kind]
    sizes = [len(one) for one in frames]
    told = b""
    if kind == "xiph":
        told = b"".join(one // 255 * b"\xff" + bytes([one % 255]) for one in sizes[:-1])
    elif kind == "ebml":
        steps = (b - a for a, b in pairwise(sizes[:-1]))
        told = vint(sizes[0], 2) + b"".join(vint(one + (1 << 13) - 1, 2) for one in steps)
    return block(number, ticks, bytes([len(frames) - 1]) + told + b"".join(frames), flags)


def cluster(began: int, blocks: Iterable[bytes], size: bytes | None = None) -> bytes:
    """Return a cluster of elements that are blocks."""
    return element(CLUSTER, whole(0xE7, began), *blocks, size=size)


@dataclass(frozen=True)
class MatroskaFile:
    """One track of ten pictures of 100 bytes; parts by their names replace others."""

    parts: Mapping[str, bytes] = field(default_factory=dict)
    codec: bytes = b"V_MPEG4/ISO/AVC"
    private: bytes = bytes(20)
    size: tuple[int, int] = (64, 48)
    of_track: bytes = b""

    def content(self) -> bytes:
        """Return the file."""
        parts = {
            "head": head(),
            "info": info(),
            "tracks": element(
                TRACKS,
                track(1, VIDEO, self.codec, self.private, picture_size(*self.size), self.of_track),
            ),
            "clusters": cluster(
                0, (element(SIMPLE_BLOCK, block(1, 40 * at, PICTURE)) for at in range(10))
            ),
        }
        parts.update(self.parts)
        start = parts.pop("head")
        behind = parts.pop("behind", b"")
        return start + element(SEGMENT, *parts.values()) + behind
