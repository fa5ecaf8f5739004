"""BREP files that somebody means harm with, made from a good one; of text and of bytes."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable


def count(table: str, number: str) -> Callable[[bytes], bytes]:
    """Say that a table has another number of rows."""
    return lambda data: _changed(data, rf"{table} -?\d+", f"{table} {number}")


def first_point(number: str) -> Callable[[bytes], bytes]:
    """Put a number in the place of the first coordinate of every vertex."""
    pattern = r"(Ve\n\S+\n)\S+"
    return lambda data: _changed(data, pattern, rf"\g<1>{number}")


def double(number: float) -> bytes:
    """Return a number as the format has it."""
    return struct.pack("<d", number)


def _changed(data: bytes, pattern: str, replacement: str) -> bytes:
    text, found = re.subn(pattern, replacement, data.decode("latin-1"))
    assert found, pattern
    return text.encode("latin-1")


TEXT: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "first line": lambda data: b"DBRep_DrawableShape\n",
    "head": lambda data: data[:60],
    "a letter": lambda data: b"Dear all, the secret is 42",
    "quarter": lambda data: data[: len(data) // 4],
    "half": lambda data: data[: len(data) // 2],
    "nine tenths": lambda data: data[: len(data) * 9 // 10],
    "unknown version": lambda data: data.replace(b"Topology V", b"Topology V9"),
    "a thousand million curves": count("Curves", "1000000000"),
    "a thousand million surfaces": count("Surfaces", "1000000000"),
    "a thousand million shapes": count("TShapes", "1000000000"),
    "too few curves": count("Curves", "1"),
    "no shapes": count("TShapes", "0"),
    "less than no shapes": count("TShapes", "-5"),
    "places that are not there": count("Locations", "7"),
    "not a number": first_point("nan"),
    "infinite": first_point("inf"),
    "nearly beyond double": first_point("1e300"),
    "zeros": lambda data: data.replace(b"\n", b"\0"),
}

BINARY: dict[str, Callable[[bytes], bytes]] = {
    "head": lambda data: data[:60],
    "half": lambda data: data[: len(data) // 2],
    "nine tenths": lambda data: data[: len(data) * 9 // 10],
    "all ones": lambda data: data[:60] + b"\xff" * (len(data) - 60),
    "all zeros": lambda data: data[:60] + bytes(len(data) - 60),
    "a thousand million curves": count("Curves", "1000000000"),
    "a thousand million shapes": count("TShapes", "1000000000"),
    "no shapes": count("TShapes", "0"),
    "not a number": lambda data: data.replace(double(30.0), double(math.nan)),
    "one number that is none": lambda data: data.replace(double(20.0), double(math.nan), 1),
    "infinite": lambda data: data.replace(double(10.0), double(math.inf)),
    "turned": lambda data: data[:60] + data[60:][::-1],
}
"""By what is wrong with them."""
