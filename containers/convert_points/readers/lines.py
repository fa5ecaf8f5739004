"""Lines of numbers, read so that no file can make a line, or an error, of its own size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import numpy as np

from conversion_runtime.errors import SourceDamaged
from convert_points.cloud import Array

LINE_BYTES_MAXIMUM = 4096
_COMMAS = bytes.maketrans(b",;\t", b"   ")
_DECIMAL_COMMAS = bytes.maketrans(b",;\t", b".  ")


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of a file in lines with numbers, blanks between them.

    A line with semicolons has commas in its numbers, as tables of some countries do.

    Raises:
        SourceDamaged: a line is too long to be one.
    """
    while line := file.readline(LINE_BYTES_MAXIMUM):
        if len(line) == LINE_BYTES_MAXIMUM:
            raise SourceDamaged(
                "a line is too long", expected=f"lines below {LINE_BYTES_MAXIMUM} bytes"
            )
        plain = line.translate(_DECIMAL_COMMAS if b";" in line else _COMMAS)
        if not plain.isspace():
            yield plain


def table(lines: Iterable[bytes], *, columns: int) -> Array:
    """Return lines as doubles, (n, columns).

    Raises:
        SourceDamaged: a line has something else than as many numbers.
    """
    some = list(lines)
    if not some:
        return np.empty((0, columns))
    try:
        values = np.loadtxt(some, dtype=np.float64, comments=None, ndmin=2)
    except (ValueError, UnicodeError) as error:
        # What the library says quotes the line.
        raise _wrong(columns) from error
    if values.shape != (len(some), columns):
        raise _wrong(columns)
    return values


def _wrong(columns: int) -> SourceDamaged:
    return SourceDamaged(
        "a line has no points' numbers", expected=f"{columns} numbers in every line"
    )
