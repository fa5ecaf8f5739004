"""Hostile STL, OBJ and PLY files, by name: the bytes and the code that each is refused with."""

from __future__ import annotations

import struct
from collections.abc import Callable

Hostile = dict[str, tuple[bytes, str]]

TRIANGLE = (0.0, 0.0, 0.0, 10.0, 0.0, 0.0, 0.0, 10.0, 0.0)
NAN, HUGE = float("nan"), 3e38


def stl(*corners: float, count: int = 1, records: int = 1, tail: bytes = b"") -> bytes:
    """Return a binary STL of one triangle, repeated, that says it has another count."""
    record = struct.pack("<12fH", 0, 0, 1, *(corners or TRIANGLE), 0)
    return bytes(80) + struct.pack("<I", count) + record * records + tail


def facet(corners: str, end: str = "endsolid x\n") -> bytes:
    """Return a text STL of one facet."""
    return f"solid x\nfacet normal 0 0 1\nouter loop\n{corners}endloop\nendfacet\n{end}".encode()


THREE = "vertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\n"

STL: Hostile = {
    "count of 2^32-1": (stl(count=2**32 - 1), "SOURCE_DAMAGED"),
    "count of zero": (stl(count=0, records=0), "SOURCE_EMPTY"),
    "count too small": (stl(records=3), "SOURCE_DAMAGED"),
    "cut in a triangle": (stl()[:-7], "SOURCE_DAMAGED"),
    "header only": (bytes(80), "SOURCE_UNREADABLE"),
    "bytes behind": (stl(tail=b"PK\x03\x04"), "SOURCE_DAMAGED"),
    "not a number": (stl(NAN, *TRIANGLE[1:]), "SOURCE_BOUNDS_INVALID"),
    "infinite": (stl(float("inf"), *TRIANGLE[1:]), "SOURCE_BOUNDS_INVALID"),
    "text that ends early": (facet(THREE, end=""), "SOURCE_DAMAGED"),
    "facet of two corners": (facet("vertex 0 0 0\nvertex 1 0 0\n"), "SOURCE_DAMAGED"),
    "facet of four corners": (facet(THREE + "vertex 1 1 0\n"), "SOURCE_DAMAGED"),
    "word as coordinate": (facet(THREE.replace("1", "one")), "SOURCE_UNREADABLE"),
    "nan in text": (facet(THREE.replace("1", "nan")), "SOURCE_BOUNDS_INVALID"),
    "beyond all floats": (facet(THREE.replace("1", "1e999")), "SOURCE_BOUNDS_INVALID"),
    "beyond 32 bits": (facet(THREE.replace("1", "1e60")), "SOURCE_BOUNDS_INVALID"),
    "solid without facets": (b"solid x\nendsolid x\n", "SOURCE_UNREADABLE"),
}

TETRAHEDRON = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 3\n"

OBJ: Hostile = {
    "corner that is no vertex": (b"v 0 0 0\nv 1 0 0\nf 1 2 9\n", "SOURCE_DAMAGED"),
    "corner before the first": (b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf -9 1 2\n", "SOURCE_DAMAGED"),
    "corner of 2^63": (
        b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9223372036854775807\n",
        "SOURCE_UNREADABLE",
    ),
    "no faces": (b"v 0 0 0\nv 1 0 0\nv 0 1 0\nl 1 2\n", "SOURCE_EMPTY"),
    "vertices only": (b"v 0 0 0\n" * 100, "SOURCE_EMPTY"),
    "nan vertex": (TETRAHEDRON.replace("1 0 0", "nan 0 0").encode(), "SOURCE_BOUNDS_INVALID"),
    "infinite vertex": (
        TETRAHEDRON.replace("1 0 0", "1e999 0 0").encode(),
        "SOURCE_BOUNDS_INVALID",
    ),
    "face of a hundred thousand": (
        b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf " + b"1 2 3 " * 40_000 + b"\n",
        "SOURCE_TOO_COMPLEX",
    ),
    "objects without end": (
        b"v 0 0 0\nv 1 0 0\nv 0 1 0\n" + b"".join(b"o %d\nf 1 2 3\n" % i for i in range(260_000)),
        "SOURCE_TOO_COMPLEX",
    ),
    "binary": (bytes(range(256)) * 40, "SOURCE_EMPTY"),
}


def ply(
    *,
    kind: str = "ascii",
    vertices: str = "3",
    faces: str = "1",
    list_type: str = "uchar int",
    data: bytes = b"0 0 0\n1 0 0\n0 1 0\n3 0 1 2\n",
) -> bytes:
    """Return a PLY of one triangle with something changed."""
    header = (
        f"ply\nformat {kind} 1.0\nelement vertex {vertices}\nproperty float x\nproperty float y\n"
        f"property float z\nelement face {faces}\nproperty list {list_type} vertex_indices\n"
        "end_header\n"
    )
    return header.encode() + data


POINTS = struct.pack("<9f", *TRIANGLE)
FACE = struct.pack("<B3i", 3, 0, 1, 2)
LITTLE: Callable[..., bytes] = lambda data, **more: ply(  # noqa: E731
    kind="binary_little_endian", data=data, **more
)

PLY: Hostile = {
    "vertices of 2^40": (ply(vertices=str(2**40)), "SOURCE_DAMAGED"),
    "faces of 2^40": (LITTLE(POINTS + FACE, faces=str(2**40)), "SOURCE_DAMAGED"),
    "count below zero": (ply(vertices="-3"), "SOURCE_DAMAGED"),
    "count that is a word": (ply(vertices="many"), "SOURCE_DAMAGED"),
    "unknown type": (ply(list_type="uchar quad"), "SOURCE_DAMAGED"),
    "unknown format": (ply(kind="morse"), "SOURCE_DAMAGED"),
    "no end of the header": (b"ply\nformat ascii 1.0\nelement vertex 3\n", "SOURCE_UNREADABLE"),
    "cut in the vertices": (LITTLE(POINTS[:20]), "SOURCE_DAMAGED"),
    "cut in the faces": (LITTLE(POINTS + FACE[:-2]), "SOURCE_DAMAGED"),
    "list of 2^32-1": (
        LITTLE(POINTS + struct.pack("<I3i", 2**32 - 1, 0, 1, 2), list_type="uint int"),
        "SOURCE_DAMAGED",
    ),
    "list below zero": (
        LITTLE(POINTS + b"\xff" + FACE[1:], list_type="char int"),
        "SOURCE_DAMAGED",
    ),
    "corner that is no vertex": (
        LITTLE(POINTS + struct.pack("<B3i", 3, 0, 1, 7)),
        "SOURCE_DAMAGED",
    ),
    "corner below zero": (LITTLE(POINTS + struct.pack("<B3i", 3, 0, 1, -1)), "SOURCE_DAMAGED"),
    "nan": (LITTLE(struct.pack("<9f", NAN, *TRIANGLE[1:]) + FACE), "SOURCE_BOUNDS_INVALID"),
    "word as number": (ply(data=b"0 0 0\n1 0 x\n0 1 0\n3 0 1 2\n"), "SOURCE_DAMAGED"),
    "faces of two corners": (ply(data=b"0 0 0\n1 0 0\n0 1 0\n2 0 1\n"), "SOURCE_EMPTY"),
    "face of twenty thousand": (
        ply(data=b"0 0 0\n1 0 0\n0 1 0\n20001" + b" 0 1 2" * 6667, list_type="uint int"),
        "SOURCE_TOO_COMPLEX",
    ),
    "list length of a half": (ply(data=b"0 0 0\n1 0 0\n0 1 0\n2.5 0 1 2\n"), "SOURCE_DAMAGED"),
}
