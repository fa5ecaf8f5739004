"""PLY with points: text, or binary of either byte order.

G. Turk, "The PLY Polygon File Format", 1994.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np

from container_runtime.child import Limits
from conversion_runtime.errors import SourceDamaged, SourceUnsupported
from convert_points.builder import Block, CloudBuilder
from convert_points.cloud import Array, Cloud
from convert_points.limits import require_points
from convert_points.readers.lines import lines_of, table
from convert_points.readers.ply_header import PlyHeader, read_header
from convert_points.reference import Reference

BLOCK_POINTS = 1 << 19
COLOURS = (
    ("red", "green", "blue"),
    ("r", "g", "b"),
    ("diffuse_red", "diffuse_green", "diffuse_blue"),
)
INTENSITIES = ("intensity", "scalar_Intensity", "scalar_intensity", "reflectance")
EIGHT_TO_SIXTEEN = 257
SIXTEEN_BITS = 65535


def read(source: Path, limits: Limits) -> Cloud:
    """Read all points of a file.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    with source.open("rb") as file:
        header = read_header(file)
        _check(header)
        require_points(header.count, limits)
        builder = CloudBuilder(limits)
        for rows in _text(file, header) if header.is_text else _binary(file, header):
            builder.add(_block(rows))
    if builder.count != header.count:
        raise SourceDamaged(
            "the count of points is wrong",
            found=f"{builder.count} points",
            expected=f"{header.count} points by the header",
        )
    return builder.build(Reference(), {"source_format": "PLY"})


def _check(header: PlyHeader) -> None:
    names = header.layout.names or ()
    if not all(axis in names for axis in ("x", "y", "z")):
        raise SourceUnsupported("points without coordinates", expected="properties x, y and z")


def _binary(file: BinaryIO, header: PlyHeader) -> Iterator[Array]:
    left = header.count
    while left and (content := file.read(min(left, BLOCK_POINTS) * header.layout.itemsize)):
        rows = np.frombuffer(content[: len(content) - len(content) % header.layout.itemsize],
                             header.layout)  # fmt: skip
        if not len(rows):
            return
        left -= len(rows)
        yield rows


def _text(file: BinaryIO, header: PlyHeader) -> Iterator[Array]:
    lines, left = lines_of(file), header.count
    names = header.layout.names or ()
    while left:
        values = table(islice(lines, min(left, BLOCK_POINTS)), columns=len(names))
        if not len(values):
            return
        left -= len(values)
        rows = np.empty(len(values), np.dtype([(name, "f8") for name in names]))
        for at, name in enumerate(names):
            rows[name] = values[:, at]
        # Colours keep the type that the header gives them: it says how large they can be.
        yield rows.astype(header.layout) if header.fits(rows) else rows


def _block(rows: Array) -> Block:
    names = rows.dtype.names or ()
    positions = np.stack([rows[axis].astype(np.float64) for axis in ("x", "y", "z")], axis=1)
    colours = next((found for found in COLOURS if all(name in names for name in found)), None)
    intensity = next((name for name in INTENSITIES if name in names), None)
    return Block(
        positions,
        None if colours is None else np.stack([_sixteen(rows[n]) for n in colours], axis=1),
        None if intensity is None else rows[intensity].astype(np.float32),
    )


def _sixteen(values: Array) -> Array:
    """Return a colour in 16 bits: of bytes, of 16 bits, or of floats up to one."""
    if values.dtype.kind == "f":
        shares = np.nan_to_num(np.clip(values, 0.0, 1.0))
        return np.asarray(np.rint(shares * SIXTEEN_BITS), np.uint16)
    if values.dtype.itemsize == 1:
        return values.astype(np.uint16) * np.uint16(EIGHT_TO_SIXTEEN)
    return np.clip(values, 0, SIXTEEN_BITS).astype(np.uint16)
