"""Compute colours one by one, without the library that converts pictures.

Sources: IEC 61966-2-1 (sRGB), SMPTE EG 432-1 (P3), ITU-R BT.2020-2, Adobe RGB (1998), CIE 15
(Lab), ICC.1:2022, Annex E (adaptation by Bradford), ISO 18619 (black points).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Lab = tuple[float, float, float]
Primaries = Sequence[tuple[float, float]]
Numbers = NDArray[np.float64]

PCS_WHITE = (0.9642, 1.0, 0.8249)
D65 = (0.3127, 0.3290)
SRGB = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
DISPLAY_P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
BT2020 = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
ADOBE_RGB = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))
ADOBE_RGB_POWER = 563 / 256
BRADFORD = np.array(
    ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
)


def to_xyz(primaries: Primaries) -> Numbers:
    """Return the matrix from linear red, green and blue to XYZ; their white is D65."""
    columns = np.array([_xyz_of(one) for one in primaries]).T
    matrix: Numbers = columns * np.linalg.solve(columns, _xyz_of(D65))
    return matrix


def adaptation() -> Numbers:
    """Return the matrix from XYZ below D65 to XYZ below the white of profiles."""
    scale = (BRADFORD @ PCS_WHITE) / (BRADFORD @ _xyz_of(D65))
    matrix: Numbers = np.linalg.inv(BRADFORD) @ np.diag(scale) @ BRADFORD
    return matrix


def srgb_of_screen(linear: ArrayLike, primaries: Primaries) -> Numbers:
    """Return the levels of sRGB of linear red, green and blue of another screen."""
    return encoded(np.linalg.inv(to_xyz(SRGB)) @ to_xyz(primaries) @ np.array(linear))


def srgb_of_lab(colour: Lab, black_lightness: float = 0.0) -> Numbers:
    """Return the levels of sRGB of a colour of which another is the black."""
    black = np.array(xyz_of_lab((black_lightness, 0.0, 0.0)))[1]
    white = np.array(PCS_WHITE)
    xyz = (xyz_of_lab(colour) - black * white) / (1 - black)
    return encoded(np.linalg.inv(to_xyz(SRGB)) @ np.linalg.inv(adaptation()) @ xyz)


def xyz_of_lab(colour: Lab) -> Numbers:
    """Return XYZ below the white of profiles."""
    light, a, b = colour
    middle = (light + 16) / 116
    roots = np.array((middle + a / 500, middle, middle - b / 200))
    linear = np.where(roots > 6 / 29, roots**3, 3 * (6 / 29) ** 2 * (roots - 4 / 29))
    xyz: Numbers = linear * PCS_WHITE
    return xyz


def encoded(linear: Numbers) -> Numbers:
    """Return the levels of sRGB of linear light; what is outside of it is cut."""
    inside = np.clip(linear, 0, 1)
    levels: Numbers = 255 * np.where(
        inside <= 0.0031308, 12.92 * inside, 1.055 * inside ** (1 / 2.4) - 0.055
    )
    return levels


def decoded(levels: Sequence[float]) -> Numbers:
    """Return linear light of levels by the curve of sRGB, which Display P3 has too."""
    share = np.array(levels) / 255
    linear: Numbers = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear


def _xyz_of(place: tuple[float, float]) -> Numbers:
    x, y = place
    return np.array((x / y, 1.0, (1 - x - y) / y))
