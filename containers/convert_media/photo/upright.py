"""Orientation of a photo: how the camera was held (Exif 2.32, tag 0x0112)."""

from __future__ import annotations

from PIL.Image import Image, Transpose

AS_STORED = 1

_TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def is_orientation(value: object) -> bool:
    """Tell whether a value is one of the eight orientations."""
    return value == AS_STORED or value in _TURNS


def upright(image: Image, orientation: int) -> Image:
    """Return the image as it is to be seen."""
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Return width and height as they are to be seen; from 5 on, rows are columns."""
    width, height = size
    return (height, width) if orientation >= 5 else (width, height)
