"""PLY, PTX and tables that must be refused: name → content and the code of the error."""

from __future__ import annotations

from tests.integration.convert_points.clouds import grid, ply, ptx
from tests.integration.convert_points.hostile_las import (
    BOUNDS,
    COMPLEX,
    DAMAGED,
    EMPTY,
    UNSUPPORTED,
)

GOOD_PLY = ply(grid())
NAN, INFINITE = float("nan"), float("inf")


def _header(*lines: str) -> bytes:
    return "\n".join(("ply", *lines, "end_header", "")).encode()


_XYZ = ("property double x", "property double y", "property double z")
_TEXT = "format ascii 1.0"

HOSTILE_PLY: dict[str, tuple[bytes, str]] = {
    "magic only": (b"ply", DAMAGED),
    "no end of the header": (b"ply\nformat ascii 1.0\nelement vertex 1\n", DAMAGED),
    "endless header": (b"ply\n" + b"comment\n" * 5000, DAMAGED),
    "line of a megabyte": (b"ply\ncomment " + b"x" * 10**6, DAMAGED),
    "points cut": (GOOD_PLY[:-10], DAMAGED),
    "no points": (ply([]), EMPTY),
    "count 10**12": (GOOD_PLY.replace(b"vertex 125", b"vertex 1000000000000"), COMPLEX),
    "count of 30 digits": (GOOD_PLY.replace(b"vertex 125", b"vertex " + b"9" * 30), DAMAGED),
    "count negative": (GOOD_PLY.replace(b"vertex 125", b"vertex -1"), DAMAGED),
    "count too high": (GOOD_PLY.replace(b"vertex 125", b"vertex 126"), DAMAGED),
    "unknown format": (GOOD_PLY.replace(b"binary_little_endian", b"binary_middle_endian"), DAMAGED),
    "unknown type": (_header(_TEXT, "element vertex 1", "property quad x") + b"1\n", DAMAGED),
    "no coordinates": (_header(_TEXT, "element vertex 1", "property int a") + b"1\n", UNSUPPORTED),
    "lists": (_header(_TEXT, "element vertex 1", *_XYZ, "property list uchar int i"), UNSUPPORTED),
    "points second": (
        _header(_TEXT, "element user 1", "property int a", "element vertex 1", *_XYZ), UNSUPPORTED),
    "a name twice": (_header(_TEXT, "element vertex 1", *_XYZ, "property double x"), DAMAGED),
    "words for numbers": (_header(_TEXT, "element vertex 1", *_XYZ) + b"one two three\n", DAMAGED),
    "text of NaN": (ply([(NAN, 0.0, 0.0)], order="ascii"), BOUNDS),
    "NaN": (ply([(0.0, 0.0, NAN)]), BOUNDS),
    "infinite": (ply([(0.0, -INFINITE, 0.0)]), BOUNDS),
    "1e300": (ply([(1e300, 0.0, 0.0), (-1e300, 0.0, 0.0)]), BOUNDS),
    "1e308 apart": (ply([(1.7e308, 0.0, 0.0), (-1.7e308, 0.0, 0.0)]), BOUNDS),
}  # fmt: skip

GOOD_PTX = ptx(grid())

HOSTILE_TEXT: dict[str, tuple[bytes, str]] = {
    "ptx cut": (GOOD_PTX[: len(GOOD_PTX) // 2], DAMAGED),
    "ptx of no points": (ptx([]), EMPTY),
    "ptx of empty cells": (ptx([(0.0, 0.0, 0.0)] * 9), EMPTY),
    "ptx count 10**18": (ptx(grid(), count=10**9 - 1), DAMAGED),
    "ptx count of 30 digits": (ptx(grid(), count=10**30), DAMAGED),
    "ptx pose NaN": (ptx(grid(), pose="nan 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 0 1\n"), BOUNDS),
    "ptx pose of words": (ptx(grid(), pose="a b c d\n" * 4), DAMAGED),
    "ptx of 5 columns": (GOOD_PTX.replace(b" 0.5\n", b" 0.5 1\n"), UNSUPPORTED),
    "ptx of other columns": (GOOD_PTX.replace(b"4.0 4.0 0.5", b"4.0 0.5", 1), DAMAGED),
    "second scan cut": (GOOD_PTX + b"7\n", DAMAGED),
    "two columns": (b"1 2\n3 4\n", UNSUPPORTED),
    "columns differ": (b"1 2 3\n1 2\n", DAMAGED),
    "columns differ, sum agrees": (b"1 2 3\n1 2\n1 2 3 4\n", DAMAGED),
    "words": (b"1 2 3\nfour five six\n", DAMAGED),
    "bytes of no text": (b"1 2 3\n\xff\xfe\x00\x01 2 3\n", DAMAGED),
    "zeros": (bytes(5000), DAMAGED),
    "line of a megabyte": (b"1 2 3" + b" " * 10**6 + b"\n", DAMAGED),
    "number of a megabyte": (b"1 2 " + b"3" * 10**6 + b"\n", DAMAGED),
    "blank lines": (b"\n" * 10**5, EMPTY),
    "comments only": (b"# nothing\n" * 50, EMPTY),
    "names only": (b"x,y,z\n", EMPTY),
    "NaN": (b"1 2 nan\n", BOUNDS),
    "infinite": (b"1 2 inf\n", BOUNDS),
    "1e400": (b"1 2 1e400\n", BOUNDS),
    "count too high": (b"3\n1 2 3 4 5 6 7\n", DAMAGED),
    "count too low": (b"1\n1 2 3\n4 5 6\n", DAMAGED),
    "count of 30 digits": (b"9" * 30 + b"\n1 2 3\n", DAMAGED),
}
