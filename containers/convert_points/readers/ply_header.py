"""The header of PLY."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from conversion_runtime.errors import SourceDamaged, SourceUnsupported
from convert_points.cloud import Array

LINES_MAXIMUM = 1000
LINE_BYTES_MAXIMUM = 4096
_TYPES = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1", "short": "i2", "int16": "i2",
    "ushort": "u2", "uint16": "u2", "int": "i4", "int32": "i4", "uint": "u4", "uint32": "u4",
    "float": "f4", "float32": "f4", "double": "f8", "float64": "f8",
}  # fmt: skip
_ORDERS = {"ascii": "<", "binary_little_endian": "<", "binary_big_endian": ">"}
_COUNT = re.compile(r"\d{1,18}")


@dataclass(frozen=True)
class PlyHeader:
    """How many points there are and how each is stored."""

    is_text: bool
    count: int
    layout: np.dtype[Any]

    def fits(self, rows: Array) -> bool:
        """Tell whether numbers that were read as text fit into the types of the header."""
        return all(_fits(rows[name], self.layout[name]) for name in self.layout.names or ())


def read_header(file: BinaryIO) -> PlyHeader:
    """Read a header and leave the file at the first point.

    Raises:
        SourceDamaged: it is cut, or not as the format says.
        SourceUnsupported: points are not the first element, or have lists.
    """
    order, elements = "", list[tuple[str, int]]()
    fields: list[tuple[str, str]] = []
    for _ in range(LINES_MAXIMUM):
        words = _words(file)
        if words[:1] == ["format"] and len(words) > 1:
            order = words[1]
        elif words[:1] == ["element"]:
            elements.append(_element(words))
        elif words[:1] == ["property"] and len(elements) == 1:
            fields.append(_property(words, order))
        elif words == ["end_header"]:
            return _header(order, elements, fields)
    raise _damaged("the header has no end")


def _words(file: BinaryIO) -> list[str]:
    line = file.readline(LINE_BYTES_MAXIMUM)
    if not line.endswith(b"\n"):
        raise _damaged("the header is cut")
    return line.decode("latin-1").split()


def _element(words: list[str]) -> tuple[str, int]:
    if len(words) != 3 or not _COUNT.fullmatch(words[2]):
        raise _damaged("an element without a count")
    return words[1], int(words[2])


def _property(words: list[str], order: str) -> tuple[str, str]:
    if words[1:2] == ["list"]:
        raise SourceUnsupported("points with lists", expected="points with single numbers")
    if len(words) != 3 or words[1] not in _TYPES:
        raise _damaged("a property without a known type")
    return words[2], _ORDERS.get(order, "<") + _TYPES[words[1]]


def _header(
    order: str, elements: list[tuple[str, int]], fields: list[tuple[str, str]]
) -> PlyHeader:
    if order not in _ORDERS:
        raise _damaged("an unknown format of numbers")
    if not elements or elements[0][0] != "vertex":
        raise SourceUnsupported("points are not the first element", expected="element vertex")
    if not fields or len({name for name, _ in fields}) != len(fields):
        raise _damaged("points without properties, or with two of one name")
    return PlyHeader(order == "ascii", elements[0][1], np.dtype(fields))


def _fits(values: Array, kind: np.dtype[Any]) -> bool:
    if kind.kind == "f":
        return True
    limits = np.iinfo(kind)
    return bool((values >= limits.min).all() and (values <= limits.max).all())


def _damaged(message: str) -> SourceDamaged:
    return SourceDamaged(message, expected="a header of PLY", where="PLY header")
