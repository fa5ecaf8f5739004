"""Colours of decoded pictures as a usual screen shows them: BT.601 undone, HDR brought into range.

FFmpeg's scaler, as OpenCV drives it, takes every picture of a usual range for one of BT.601; those
of HDR it brings into sRGB by itself, by all that the file and the pictures say. dav1d's pictures
have the right matrix, and the values of HDR. Sources: ITU-R BT.601-7 (2.5.1) and BT.709-6 (3.2) for
the luma of each; ISO/IEC 23091-2, 8.3 for the numbers of the matrices.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from convert_media.srgb import Picture
from convert_media.video.colour_box import UNSPECIFIED, hdr_transfer, matrix_number
from convert_media.video.hdr import tone_map_of
from convert_media.video.tracks import Track

BT709 = 1
LEAST_HIGH_DEFINITION = 720
"""Of the shorter side; players take pictures that say nothing for BT.709 from here on."""

_LUMA_601, _LUMA_709 = (0.299, 0.587, 0.114), (0.2126, 0.7152, 0.0722)


def by_ffmpeg(picture: Track) -> Callable[[Picture], Picture]:
    """Return what makes sRGB of red, green and blue that FFmpeg decoded."""
    matrix = None if hdr_transfer(picture) else correction(picture)
    if matrix is None:
        return _same
    return lambda colours: cv2.transform(colours, matrix).astype(np.uint8, copy=False)


def by_dav1d(picture: Track) -> Callable[[Picture], Picture]:
    """Return what makes sRGB of red, green and blue that dav1d decoded."""
    return tone_map_of(picture) or _same


def _same(colours: Picture) -> Picture:
    return colours


def correction(picture: Track) -> NDArray[np.float32] | None:
    """Return what decoded red, green and blue are to be multiplied with, or None for nothing."""
    matrix = matrix_number(picture)
    if matrix == UNSPECIFIED and min(picture.size) >= LEAST_HIGH_DEFINITION:
        matrix = BT709
    if matrix != BT709:
        return None
    back = np.linalg.inv(_coder(_LUMA_709)) @ _coder(_LUMA_601)
    return back.astype(np.float32)


def _coder(luma: tuple[float, float, float]) -> NDArray[np.float64]:
    """Return the matrix from red, green and blue to luma and the two differences."""
    red, green, blue = luma
    return np.array(
        [
            [red, green, blue],
            [-red / (2 - 2 * blue), -green / (2 - 2 * blue), 0.5],
            [0.5, -green / (2 - 2 * red), -blue / (2 - 2 * red)],
        ]
    )
