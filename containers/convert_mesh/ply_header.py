"""The header of a PLY file: elements, each with a count and properties.

http://paulbourke.net/dataformats/ply/
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conversion_runtime.errors import SourceDamaged, SourceUnreadable

LONGEST_HEADER_BYTES = 64 * 1024
END = b"end_header"
TYPES = {
    "char": "i1",
    "uchar": "u1",
    "short": "i2",
    "ushort": "u2",
    "int": "i4",
    "uint": "u4",
    "int8": "i1",
    "uint8": "u1",
    "int16": "i2",
    "uint16": "u2",
    "int32": "i4",
    "uint32": "u4",
    "float": "f4",
    "double": "f8",
    "float32": "f4",
    "float64": "f8",
}
ORDERS = {"ascii": "", "binary_little_endian": "<", "binary_big_endian": ">"}


@dataclass(frozen=True)
class Property:
    """One number of each row, or with `count_type` a list of them."""

    name: str
    type: str
    count_type: str = ""


@dataclass(frozen=True)
class Element:
    """One table of the file."""

    name: str
    count: int
    properties: tuple[Property, ...]

    def row(self, order: str) -> np.dtype[np.void]:
        """Return the type of a row without lists."""
        return np.dtype([(one.name, order + one.type) for one in self.properties])

    @property
    def has_lists(self) -> bool:
        """Tell whether rows differ in length."""
        return any(one.count_type for one in self.properties)


@dataclass(frozen=True)
class Header:
    """`order` is numpy's sign of a byte order, empty for text; `begin` is where the data begin."""

    order: str
    elements: tuple[Element, ...]
    texture_files: int
    begin: int


def read_header(content: bytes) -> Header:
    """Read the header at the beginning of a file.

    Raises:
        SourceUnreadable: it is no PLY of version 1.0.
        SourceDamaged: a line of the header is wrong.
    """
    at = content.find(END, 0, LONGEST_HEADER_BYTES)
    end = content.find(b"\n", at)
    if not content.startswith(b"ply") or at < 0 or end < 0:
        raise SourceUnreadable("the file is not readable as PLY")
    lines = [line.split() for line in content[:at].decode("latin-1").splitlines()[1:]]
    try:
        order = next(ORDERS[line[1]] for line in lines if line[:1] == ["format"])
        elements = tuple(_elements(lines))
    except (KeyError, IndexError, ValueError, StopIteration) as error:
        raise SourceDamaged("a line of the header is wrong", where="header") from error
    textures = sum(
        [word.lower() for word in line[:2]] == ["comment", "texturefile"] for line in lines
    )
    return Header(order, elements, textures, end + 1)


def _elements(lines: list[list[str]]) -> list[Element]:
    found: list[Element] = []
    for line in lines:
        if line[:1] == ["element"]:
            if (count := int(line[2])) < 0:
                raise ValueError("a count below zero")
            found.append(Element(line[1], count, ()))
        elif line[:1] == ["property"]:
            last = found.pop()
            found.append(Element(last.name, last.count, (*last.properties, _property(line))))
    if len({element.name for element in found}) < len(found):
        raise ValueError("two elements of one name")
    return found


def _property(line: list[str]) -> Property:
    if line[1] == "list":
        return Property(line[4], TYPES[line[3]], TYPES[line[2]])
    return Property(line[2], TYPES[line[1]])
