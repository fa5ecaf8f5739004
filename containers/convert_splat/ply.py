"""Splats in PLY, as training programs write them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from conversion_runtime.errors import SourceDamaged, SourceUnsupported
from convert_splat.ply_header import PlyHeader, read_header
from convert_splat.splats import HARMONICS_DEGREES, Array, Splats, check_number

POSITIONS = ("x", "y", "z")
SCALES = ("scale_0", "scale_1", "scale_2")
ROTATIONS = ("rot_0", "rot_1", "rot_2", "rot_3")
COLOURS = ("f_dc_0", "f_dc_1", "f_dc_2")
OPACITY = "opacity"
HARMONIC = "f_rest_"


def read_ply(path: Path) -> Splats:
    """Read all splats of a file.

    Raises:
        SourceUnreadable: it has no header, or text that is no number.
        SourceUnsupported: a property that a splat needs is missing.
        SourceDamaged: it has fewer vertices than it says.
        SourceTooComplex: it has too many.
    """
    header = read_header(path)
    check_number(header.count)
    harmonics = _harmonics(header)
    rows = _text(path, header) if not header.order else _binary(path, header)
    rest = _columns(rows, harmonics).reshape(len(rows), 3, len(harmonics) // 3)
    return Splats(
        positions=_columns(rows, POSITIONS),
        log_scales=_columns(rows, SCALES),
        rotations=_columns(rows, ROTATIONS),
        opacities=_columns(rows, (OPACITY,))[:, 0],
        colours=_columns(rows, COLOURS),
        harmonics=rest.transpose(0, 2, 1),  # the file has all of red, then green, then blue
    )


def _harmonics(header: PlyHeader) -> tuple[str, ...]:
    """Return the names of the higher harmonics, of which there are as many as a degree has."""
    names = {name for name, _ in header.properties}
    missing = {*POSITIONS, *SCALES, *ROTATIONS, *COLOURS, OPACITY} - names
    if missing:
        raise SourceUnsupported(
            "vertices have not what a splat needs", found=f"{len(missing)} properties are missing"
        )
    count = sum(name.startswith(HARMONIC) for name in names)
    found = tuple(f"{HARMONIC}{number}" for number in range(count))
    if count % 3 or count // 3 not in HARMONICS_DEGREES or not names.issuperset(found):
        raise SourceUnsupported(
            "the spherical harmonics are of no known degree",
            found=f"{count} coefficients",
            expected="0, 9, 24 or 45",
        )
    return found


def _binary(path: Path, header: PlyHeader) -> Array:
    row = header.row
    if header.start + header.count * row.itemsize > path.stat().st_size:
        raise _too_short(header)
    if not header.count:
        return np.empty(0, row)
    return np.memmap(path, row, "r", header.start, (header.count,))


def _text(path: Path, header: PlyHeader) -> Array:
    with path.open("rb") as file:
        file.seek(header.start)
        text = file.read()
    width = len(header.properties)
    # Two bytes are the least that a number and a space take.
    if header.count * width * 2 > len(text) + 1:
        raise _too_short(header)
    try:
        numbers = np.array(text.split(maxsplit=header.count * width)[: header.count * width], float)
    except ValueError as error:
        raise SourceDamaged("a value of a vertex is no number") from error
    if len(numbers) != header.count * width:
        raise _too_short(header)
    columns = numbers.reshape(header.count, width).T
    rows = np.empty(header.count, np.dtype([(name, "f8") for name, _ in header.properties]))
    for (name, _), column in zip(header.properties, columns, strict=True):
        rows[name] = column
    return rows


def _columns(rows: Array, names: tuple[str, ...]) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        found = np.empty((len(rows), len(names)), np.float32)
        for index, name in enumerate(names):
            found[:, index] = rows[name]
    return found


def _too_short(header: PlyHeader) -> SourceDamaged:
    return SourceDamaged(
        "the file has fewer vertices than it says", expected=f"{header.count} vertices"
    )
