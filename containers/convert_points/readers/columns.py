"""What the columns of a table of points are."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from conversion_runtime.errors import SourceUnsupported
from convert_points.cloud import Array

EIGHT_BITS, SIXTEEN_BITS = 255, 65535
_NAME = re.compile(rb"[A-Za-z_]\w*")
_COLOURS = (("r", "g", "b"), ("red", "green", "blue"), ("rf", "gf", "bf"))
_INTENSITIES = ("intensity", "i", "reflectance", "scalar_intensity")


@dataclass(frozen=True)
class Columns:
    """Where colours and intensity are, and what is left out; x, y and z are the first three."""

    colours: tuple[int, ...] | None = None
    largest_colour: float = EIGHT_BITS
    intensity: int | None = None
    left_out: str = ""


def names_of(line: bytes) -> list[str]:
    """Return the names in a line, in lower case; empty where it has none of a table of points."""
    found = [name.decode().lower() for name in _NAME.findall(line)]
    return found if found[:3] == ["x", "y", "z"] else []


def columns_of(values: Array, names: list[str]) -> Columns:
    """Return what columns are, by their names or by how many there are.

    Raises:
        SourceUnsupported: there are fewer than three.
    """
    width = values.shape[1]
    if width < 3:
        raise SourceUnsupported(
            "a table of too few columns", found=f"{width} columns", expected="x, y and z at least"
        )
    if len(names) == width:
        return _named(values, names)
    if width == 4:
        return Columns(intensity=3)
    # PTS has the intensity before the colours; without one, columns 4 to 6 are colours or normals.
    first = 4 if width == 7 else 3
    if width in (6, 7) and _are_colours(values[:, first : first + 3]):
        intensity = 3 if width == 7 else None
        return Columns((first, first + 1, first + 2), _largest(values[:, first:]), intensity)
    return Columns(left_out=f"{width - 3} columns without a name" if width > 3 else "")


def _named(values: Array, names: list[str]) -> Columns:
    colours = next((c for c in _COLOURS if all(name in names for name in c)), None)
    intensity = next((name for name in _INTENSITIES if name in names), None)
    places = tuple(names.index(name) for name in colours) if colours else None
    known = {"x", "y", "z", *(colours or ()), intensity}
    return Columns(
        colours=places,
        largest_colour=_largest(values[:, list(places)]) if places else EIGHT_BITS,
        intensity=names.index(intensity) if intensity else None,
        left_out=", ".join(name for name in names if name not in known),
    )


def _are_colours(values: Array) -> bool:
    return bool((values >= 0).all() and (values <= SIXTEEN_BITS).all() and (values % 1 == 0).all())


def _largest(values: Array) -> float:
    """Return how bright the brightest colour can be: one, 8 bits or 16 bits."""
    if (values % 1 != 0).any() and np.max(values) <= 1:
        return 1.0
    return EIGHT_BITS if np.max(values) <= EIGHT_BITS else SIXTEEN_BITS
