"""The header of a PLY file: where the vertices begin, and which numbers each has.

http://paulbourke.net/dataformats/ply/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from conversion_runtime.errors import SourceDamaged, SourceUnreadable, SourceUnsupported

MAXIMUM_HEADER_BYTES = 64 * 1024
END = re.compile(rb"\nend_header\r?\n")
TYPES = {
    **dict.fromkeys(("char", "int8"), "i1"),
    **dict.fromkeys(("uchar", "uint8"), "u1"),
    **dict.fromkeys(("short", "int16"), "i2"),
    **dict.fromkeys(("ushort", "uint16"), "u2"),
    **dict.fromkeys(("int", "int32"), "i4"),
    **dict.fromkeys(("uint", "uint32"), "u4"),
    **dict.fromkeys(("float", "float32"), "f4"),
    **dict.fromkeys(("double", "float64"), "f8"),
}
ORDERS = {"binary_little_endian": "<", "binary_big_endian": ">", "ascii": ""}


@dataclass(frozen=True)
class PlyHeader:
    """What a header says of the vertices; `order` is empty where the numbers are text."""

    start: int
    count: int
    order: str
    properties: tuple[tuple[str, str], ...]

    @property
    def row(self) -> np.dtype[np.void]:
        """Return the type of one vertex."""
        return np.dtype([(name, self.order + kind) for name, kind in self.properties])


def read_header(path: Path) -> PlyHeader:
    """Read the header of a file.

    Raises:
        SourceUnreadable: it is no PLY header.
        SourceUnsupported: vertices do not come first, or have lists.
        SourceDamaged: a property is there twice.
    """
    with path.open("rb") as file:
        head = file.read(MAXIMUM_HEADER_BYTES)
    end = END.search(head)
    if not head.startswith(b"ply") or end is None:
        raise SourceUnreadable("the file has no PLY header")
    lines = [line.split() for line in head[: end.start()].decode("latin-1").splitlines()]
    lines = [words for words in lines if words and words[0] not in ("ply", "comment", "obj_info")]
    if not lines or lines[0][0] != "format" or lines[0][1:2] == [] or lines[0][1] not in ORDERS:
        raise SourceUnreadable("the PLY header says no known format")
    properties, count = _vertices(lines[1:])
    return PlyHeader(end.end(), count, ORDERS[lines[0][1]], properties)


def _vertices(lines: list[list[str]]) -> tuple[tuple[tuple[str, str], ...], int]:
    if not lines or lines[0][:2] != ["element", "vertex"] or len(lines[0]) != 3:
        raise SourceUnsupported("the first element of the file is no vertex")
    if not lines[0][2].isdigit():
        raise SourceUnreadable("the number of vertices is no number")
    found: dict[str, str] = {}
    for words in lines[1:]:
        if words[0] == "element":
            break
        if len(words) != 3 or words[0] != "property" or words[1] not in TYPES:
            raise SourceUnsupported("a property of the vertices is of a type that is not read")
        if words[2] in found:
            raise SourceDamaged("a property of the vertices is there twice")
        found[words[2]] = TYPES[words[1]]
    return tuple(found.items()), int(lines[0][2])
