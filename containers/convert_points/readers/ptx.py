"""PTX: scans in grids, each with the pose of its scanner; a place without an echo is 0 0 0.

https://paulbourke.net/dataformats/ptx/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from container_runtime.child import Limits
from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged, SourceUnsupported
from convert_points.builder import Block, CloudBuilder
from convert_points.cloud import Array, Cloud
from convert_points.readers.lines import lines_of, table
from convert_points.reference import Reference

BLOCK_POINTS = 1 << 18
HEAD_BYTES = 4096
EIGHT_TO_SIXTEEN = 257
_BEGIN = re.compile(rb"\s*\d+\s*\n\s*\d+\s*\n(?:[ \t]*\S+[ \t]+\S+[ \t]+\S+[ \t]*\r?\n){4}")
_DIGITS = re.compile(rb"\s*\d{1,9}\s*")
WIDTHS = (4, 7)


@dataclass(frozen=True)
class _Scan:
    """The head of one scan; `pose` is a 4 by 4 matrix that is multiplied from the right."""

    count: int
    pose: Array


def is_ptx(source: Path) -> bool:
    """Tell whether a text begins as PTX does: two counts, and four lines of three numbers."""
    with source.open("rb") as file:
        return _BEGIN.match(file.read(HEAD_BYTES)) is not None


def read(source: Path, limits: Limits) -> Cloud:
    """Read all scans of a file.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    builder, scans, empty = CloudBuilder(limits), 0, 0
    with source.open("rb") as file:
        lines = lines_of(file)
        while (scan := _scan(lines)) is not None:
            scans += 1
            for values in _rows(lines, scan):
                block = _block(values, scan)
                builder.add(block)
                empty += len(values) - len(block.positions)
    facts: dict[str, float | int | str] = {"source_format": "PTX", "scans": scans}
    return builder.build(Reference(), facts | ({"empty_cells": empty} if empty else {}))


def _scan(lines: Iterator[bytes]) -> _Scan | None:
    first = next(lines, None)
    if first is None:
        return None
    second = next(lines, b"")
    if not (_DIGITS.fullmatch(first) and _DIGITS.fullmatch(second)):
        raise SourceDamaged("a scan without columns and rows", expected="two counts")
    table(islice(lines, 4), columns=3)
    pose = table(islice(lines, 4), columns=4)
    if pose.shape != (4, 4):
        raise SourceDamaged("a scan without a pose", expected="a matrix of four lines")
    if not np.isfinite(pose).all():
        raise SourceBoundsInvalid("the pose of a scan is no matrix", expected="finite numbers")
    return _Scan(int(first) * int(second), pose)


def _rows(lines: Iterator[bytes], scan: _Scan) -> Iterator[Array]:
    left, width = scan.count, 0
    while left:
        some = list(islice(lines, min(left, BLOCK_POINTS)))
        if not some:
            raise SourceDamaged(
                "a scan is cut",
                found=f"{scan.count - left} points",
                expected=f"{scan.count} points by its head",
            )
        width = width or len(some[0].split())
        if width not in WIDTHS:
            raise SourceUnsupported(
                "points of another kind", found=f"{width} numbers", expected="4 or 7 numbers"
            )
        values = table(some, columns=width)
        left -= len(values)
        yield values


def _block(values: Array, scan: _Scan) -> Block:
    hit = values[(values[:, :3] != 0).any(axis=1)]
    positions = hit[:, :3] @ scan.pose[:3, :3] + scan.pose[3, :3]
    colours = None
    if values.shape[1] == WIDTHS[1]:
        bytes_ = np.nan_to_num(np.clip(hit[:, 4:7], 0, 255)).astype(np.uint16)
        colours = bytes_ * np.uint16(EIGHT_TO_SIXTEEN)
    return Block(positions, colours, hit[:, 3].astype(np.float32))
