"""Require of a BREP file what its reader believes: lengths of tables, and that numbers are some."""

from __future__ import annotations

import mmap
import re
from pathlib import Path

from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged, SourceUnreadable

TABLE = re.compile(
    rb"(?<![A-Za-z])(Locations|Curve2ds|Curves|Polygon3D|PolygonOnTriangulations|Surfaces|Triangulations"
    rb"|TShapes) (-?\d+)"
)
TABLES = 8
NO_NUMBER = re.compile(rb"(?<![\w.])[+-]?(nan|inf)\b", re.IGNORECASE)
"""How a text spells what is no finite number; no keyword of the format is one of these."""


def check_counts(path: Path) -> None:
    """Compare the number of rows of each table with the size of the file.

    Raises:
        SourceUnreadable: the file does not have all tables.
        SourceDamaged: a table says that it is longer than the file.
    """
    size = path.stat().st_size
    if not size:
        raise SourceUnreadable("the file is empty")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = {row[1]: int(row[2]) for row in TABLE.finditer(data)}
    if len(found) < TABLES - 1:  # version 1 has no polygons on triangulations of its own
        raise SourceUnreadable("the file is not readable as BREP", found=f"{len(found)} tables")
    wrong = [rows for rows in found.values() if not 0 <= rows <= size]
    if wrong:
        raise SourceDamaged(
            "a table of the file is of an impossible length",
            found=f"{wrong[0]} rows",
            expected=f"0 to {size}, the bytes of the file",
        )


def check_numbers(path: Path) -> None:
    """Look for numbers in a text that are none: the reader loops on them.

    Raises:
        SourceBoundsInvalid: there is one.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = NO_NUMBER.search(data)
    if found:
        raise SourceBoundsInvalid(
            "a coordinate is no number",
            expected="finite coordinates",
            where=f"byte {found.start()}",
        )
