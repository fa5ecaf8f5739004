"""Read the source of a conversion, whichever of the two formats it has."""

from __future__ import annotations

from pathlib import Path

from convert_splat.ply import read_ply
from convert_splat.splat_file import read_splat
from convert_splat.splats import Splats

PLY_MARK = b"ply"


def read_source(path: Path) -> Splats:
    """Return the splats of a file.

    Raises:
        ConversionError: what `read_ply` and `read_splat` raise.
    """
    with path.open("rb") as file:
        is_ply = file.read(4).rstrip(b"\r\n") == PLY_MARK
    return read_ply(path) if is_ply else read_splat(path)
