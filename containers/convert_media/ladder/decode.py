"""Decode all pictures of a movie, in the order in which they are shown.

The decoder is given a file that this package wrote and never the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from conversion_runtime.errors import SourceDamaged
from convert_media.ladder.rungs import Rung
from convert_media.video.colour import correction
from convert_media.video.tracks import Track

Picture = NDArray[np.uint8]
"""Rows of red, green and blue."""


def decode(movie: Path, rung: Rung, track: Track) -> Iterator[Picture]:
    """Yield the pictures, upright, in sRGB and in the size of a rendition.

    Raises:
        SourceDamaged: there are not as many as the tables say.
    """
    cv2.setNumThreads(1)
    count, matrix = track.count, correction(track)
    capture = cv2.VideoCapture(str(movie), cv2.CAP_FFMPEG)
    try:
        for number in range(count):
            found, picture = capture.read()
            if not found:
                raise SourceDamaged(
                    "not all pictures of the movie can be decoded",
                    found=f"{number} pictures",
                    expected=f"{count} pictures",
                )
            size = (rung.width, rung.height)
            small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
            shown = cv2.cvtColor(small, cv2.COLOR_BGR2RGB)
            right = shown if matrix is None else cv2.transform(shown, matrix)
            yield right.astype(np.uint8, copy=False)
    finally:
        capture.release()
