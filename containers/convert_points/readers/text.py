"""Points as text: PTX of scanners, or a table of numbers (XYZ, PTS, ASC).

A table has x, y and z first; what follows is told by a line of names or by how many columns there
are. Nothing in it says a unit: it is taken for metres.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import numpy as np

from container_runtime.child import Limits
from conversion_runtime.errors import SourceDamaged
from convert_points.builder import Block, CloudBuilder
from convert_points.cloud import Array, Cloud
from convert_points.readers import ptx
from convert_points.readers.columns import Columns, columns_of, names_of
from convert_points.readers.lines import lines_of, table
from convert_points.reference import Reference

BLOCK_POINTS = 1 << 18
HEAD_LINES = 100
COMMENTS = (b"#", b"//")


def read(source: Path, limits: Limits) -> Cloud:
    """Read all points of a file.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    if ptx.is_ptx(source):
        return ptx.read(source, limits)
    builder, columns = CloudBuilder(limits), Columns()
    with source.open("rb") as file:
        lines = lines_of(file)
        head = _head(lines)
        rows, width = chain(head.first, lines), len(b"".join(head.first).split())
        while len(values := table(islice(rows, BLOCK_POINTS), columns=width)):
            if not builder.count:
                columns = columns_of(values, head.names)
            builder.add(_block(values, columns))
    _check(builder.count, head.count)
    left_out = {"left_out": columns.left_out} if columns.left_out else {}
    return builder.build(Reference(), {"source_format": "text", **left_out})


@dataclass(frozen=True)
class _Head:
    """What stands above the points: names and a count, if any; `first` is the line behind."""

    names: list[str]
    count: int | None
    first: list[bytes]


def _head(lines: Iterator[bytes]) -> _Head:
    """Read comments, a line of names, and the count that PTS begins with."""
    names: list[str] = []
    line = next(lines, b"")
    for _ in range(HEAD_LINES):
        if not line.lstrip().startswith(COMMENTS) and not _is_names(line):
            break
        names = names_of(line) or names
        line = next(lines, b"")
    count = None
    if len(line.split()) == 1:
        count, line = _count(line), next(lines, b"")
    return _Head(names, count, [line] if line else [])


def _block(values: Array, columns: Columns) -> Block:
    colours = columns.colours
    return Block(
        values[:, :3].copy(),
        None if colours is None else _sixteen(values[:, list(colours)], columns.largest_colour),
        None if columns.intensity is None else values[:, columns.intensity].astype(np.float32),
    )


def _sixteen(values: Array, largest: float) -> Array:
    shares = np.nan_to_num(np.clip(values / largest, 0.0, 1.0))
    return np.rint(shares * 65535).astype(np.uint16)


def _is_names(line: bytes) -> bool:
    return bool(names_of(line)) and line.lstrip()[:1].isalpha()


def _count(line: bytes) -> int:
    """Return the count of points that PTS begins with."""
    if not line.split()[0].isdigit() or len(line) > 20:
        raise SourceDamaged("the first line is no count of points", expected="a table of numbers")
    return int(line)


def _check(found: int, promised: int | None) -> None:
    if promised is not None and found != promised:
        raise SourceDamaged(
            "the count of points is wrong",
            found=f"{found} points",
            expected=f"{promised} points by the first line",
        )
