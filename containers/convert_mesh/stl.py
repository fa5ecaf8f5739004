"""Read STL, binary or text: triangles without a unit, names, colours or shared vertices.

https://www.fabbers.com/tech/STL_Format
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from conversion_runtime.errors import SourceDamaged, SourceEmpty, SourceUnreadable
from convert_mesh.weld import same_rows, welded
from glb_runtime.model import Array, Mesh, Node, Primitive

HEADER_BYTES = 80
RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
FACET = re.compile(rb"\bfacet\b")
VERTEX = re.compile(rb"\bvertex\s+(\S+)\s+(\S+)\s+(\S+)")
NAME = re.compile(rb"\s*solid[ \t]+([^\r\n]*)")
LONGEST_NAME = 200


def read_stl(path: Path) -> Node:
    """Return the triangles as one node; corners in one place are one vertex.

    Raises:
        SourceUnreadable: it is no STL, or a number in it is none.
        SourceDamaged: the file is shorter than it says, or a facet has not three corners.
        SourceEmpty: it has no triangle.
    """
    content = path.read_bytes()
    binary = _is_binary(content)
    corners = _binary_corners(content) if binary else _text_corners(content)
    if not len(corners):
        raise SourceEmpty("the file has no triangles", found="0 triangles")
    first, vertex = welded([same_rows(corners)])
    primitive = Primitive(corners[first], vertex.reshape(-1, 3))
    return Node("mesh" if binary else _name(content), mesh=Mesh((primitive,)))


def _is_binary(content: bytes) -> bool:
    """Tell by the length, as some programs begin a binary file with the word of a text."""
    count = int.from_bytes(content[HEADER_BYTES : HEADER_BYTES + 4], "little")
    if len(content) == HEADER_BYTES + 4 + count * RECORD.itemsize:
        return True
    return not (content.lstrip()[:5] == b"solid" and FACET.search(content))


def _binary_corners(content: bytes) -> Array:
    count = int.from_bytes(content[HEADER_BYTES : HEADER_BYTES + 4], "little")
    expected = HEADER_BYTES + 4 + count * RECORD.itemsize
    if len(content) < HEADER_BYTES + 4:
        raise SourceUnreadable("the file is not readable as STL")
    if len(content) != expected:
        raise SourceDamaged(
            "the file is not as long as its count of triangles says",
            found=f"{len(content)} bytes",
            expected=f"{expected} bytes for {count} triangles",
        )
    records = np.frombuffer(content, RECORD, count, HEADER_BYTES + 4)
    return records["corners"].reshape(-1, 3)


def _text_corners(content: bytes) -> Array:
    facets = len(FACET.findall(content))
    found = VERTEX.findall(content)
    if len(found) != 3 * facets or content.rstrip().rfind(b"endsolid") < 0:
        raise SourceDamaged(
            "the file ends too early, or a facet has not three corners",
            found=f"{len(found)} corners",
            expected=f"{3 * facets} corners of {facets} facets, and an end",
        )
    try:
        return np.array(found, np.bytes_).astype(float).reshape(-1, 3)
    except ValueError as error:
        raise SourceUnreadable("a coordinate is no number") from error


def _name(content: bytes) -> str:
    match = NAME.match(content)
    text = match[1].decode("utf-8", "replace").strip() if match else ""
    return text[:LONGEST_NAME] or "mesh"
