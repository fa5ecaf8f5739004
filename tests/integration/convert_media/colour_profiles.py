"""Colour profiles made byte by byte (ICC.1:2001-04 and ICC.1:2022), right ones and wrong ones."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Mapping, Sequence

import numpy as np

from tests.integration.convert_media.colours import PCS_WHITE, Lab, Primaries, adaptation, to_xyz

INKS: dict[str, Lab] = {
    "": (100.0, 0.0, 0.0),
    "C": (57.0, -37.0, -48.0),
    "M": (50.0, 76.0, -3.0),
    "Y": (92.0, -5.0, 94.0),
    "CM": (25.0, 20.0, -46.0),
    "CY": (52.0, -66.0, 26.0),
    "MY": (49.0, 69.0, 49.0),
    "CMY": (24.0, 0.0, 0.0),
}
"""Colours of solid inks on paper, near to those of ISO 12647-2, relative to the paper."""

BLACK_LIGHTNESS = 16.0
BLACK_SHARE = 0.15
"""Of the colour of other inks, what is left of it below a solid black."""

D50_IN_HEADER = (0xF6D6, 0x10000, 0xD32D)
FIXED = 65536


def colour_of(inks: Sequence[int]) -> Lab:
    """Return the colour of solid cyan, magenta, yellow and black, each 0 or 1."""
    *colours, black = inks
    letters = (letter for letter, is_there in zip("CMY", colours, strict=True) if is_there)
    light, a, b = INKS["".join(letters)]
    if not black:
        return light, a, b
    return BLACK_LIGHTNESS * light / 100, BLACK_SHARE * a, BLACK_SHARE * b


def of_printer(table: str = "mft2") -> bytes:
    """Return the profile of a printer: a table of two steps of each ink, in 8 or in 16 bits."""
    colours = [colour_of(inks) for inks in itertools.product((0, 1), repeat=4)]
    lut = _in_8_bits(colours) if table == "mft1" else _in_16_bits(colours)
    return profile({b"A2B0": lut, b"wtpt": _xyz(PCS_WHITE)})


def of_screen(primaries: Primaries, curve: bytes) -> bytes:
    """Return the profile of a screen whose white is D65."""
    columns = (adaptation() @ to_xyz(primaries)).T
    tags = {name: _xyz(one) for name, one in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)}
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    return profile(
        {**tags, **curves, b"wtpt": _xyz(PCS_WHITE)}, kind=b"mntr", space=b"RGB ", pcs=b"XYZ "
    )


def of_grey(curve: bytes) -> bytes:
    """Return the profile of greys."""
    tags = {b"kTRC": curve, b"wtpt": _xyz(PCS_WHITE)}
    return profile(tags, kind=b"mntr", space=b"GRAY", pcs=b"XYZ ")


def power(exponent: float) -> bytes:
    """Return a curve that is a power (10.6)."""
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(256 * exponent))


def curve_of_srgb() -> bytes:
    """Return the curve of sRGB as five parameters (10.18, function 3)."""
    values = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    fixed = struct.pack(">5i", *(round(FIXED * one) for one in values))
    return b"para" + bytes(4) + struct.pack(">2H", 3, 0) + fixed


def profile(
    tags: Mapping[bytes, bytes],
    *,
    kind: bytes = b"prtr",
    space: bytes = b"CMYK",
    pcs: bytes = b"Lab ",
    count: int | None = None,
) -> bytes:
    """Return a profile of version 2.4 (7.2 and 7.3); `count` is what it says of its tags."""
    at, table, content = 128 + 4 + 12 * len(tags), b"", b""
    for name, value in tags.items():
        padded = value + bytes(-len(value) % 4)
        table += name + struct.pack(">2I", at + len(content), len(value))
        content += padded
    told = struct.pack(">I", len(tags) if count is None else count)
    head = bytes(4) + b"\2\x40\0\0" + kind + space + pcs
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += struct.pack(">3I", *D50_IN_HEADER)
    body = bytes(4) + head.ljust(124, b"\0") + told + table + content
    return struct.pack(">I", len(body)) + body[4:]


def _in_16_bits(colours: Sequence[Lab]) -> bytes:
    """Return a table from four inks to Lab (ICC.1:2001-04, 6.5.8)."""
    ramp = struct.pack(">2H", 0, 0xFFFF)
    values = np.array(colours) * (652.8, 256, 256) + (0, 32768, 32768)
    grid = values.round().astype(">u2").tobytes()
    return _table(b"mft2") + struct.pack(">2H", 2, 2) + 4 * ramp + grid + 3 * ramp


def _in_8_bits(colours: Sequence[Lab]) -> bytes:
    """Return a table from four inks to Lab (6.5.7)."""
    ramp = bytes(range(256))
    values = np.array(colours) * (2.55, 1, 1) + (0, 128, 128)
    return _table(b"mft1") + 4 * ramp + values.round().astype(np.uint8).tobytes() + 3 * ramp


def _table(kind: bytes) -> bytes:
    identity = (FIXED * np.eye(3)).astype(">i4").tobytes()
    return kind + bytes(4) + bytes((4, 3, 2, 0)) + identity


def _xyz(value: Sequence[float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(FIXED * one) for one in value))
