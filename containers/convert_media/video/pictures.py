"""Decode single pictures of a movie: a poster, and a sheet of small pictures to scrub through.

The decoder is given the file that this package wrote and never the source: what reaches it are
coded pictures in boxes of our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from conversion_runtime.errors import SourceDamaged

SHEET_FILE = "storyboard.webp"
MOST_PICTURES = 60
SHORTEST_STEP_SECONDS = 1.0
SHEET_COLUMNS = 10
SMALL_WIDTH_PIXELS = 160
PICTURES_MISSING = "some pictures of the storyboard cannot be decoded and are left out"

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Storyboard:
    """A sheet of small pictures, row by row, and when each is shown in the movie."""

    columns: int
    width_pixels: int
    height_pixels: int
    times_seconds: tuple[float, ...]


def take_pictures(
    movie: Path, seconds: float, warnings: list[str]
) -> tuple[Image.Image, Image.Image, Storyboard]:
    """Return the poster, the sheet and what is on it.

    Raises:
        SourceDamaged: no picture can be decoded.
    """
    cv2.setNumThreads(1)
    capture = cv2.VideoCapture(str(movie), cv2.CAP_FFMPEG)
    times = _times(seconds)
    small = [(time, _small(picture)) for time, picture in _pictures(capture, times)]
    if not small:
        raise SourceDamaged("no picture of the movie can be decoded")
    if len(small) < len(times):
        warnings.append(PICTURES_MISSING)
    best = max(small, key=lambda one: _detail(one[1]))[0]
    ((_, poster),) = _pictures(capture, (best,))
    capture.release()
    board = Storyboard(
        columns=min(SHEET_COLUMNS, len(small)),
        width_pixels=small[0][1].width,
        height_pixels=small[0][1].height,
        times_seconds=tuple(time for time, _ in small),
    )
    return _image(poster), _sheet([picture for _, picture in small], board), board


def _times(seconds: float) -> tuple[float, ...]:
    """Return when pictures are taken: evenly, each in the middle of its part."""
    count = int(min(MOST_PICTURES, max(1, seconds // SHORTEST_STEP_SECONDS)))
    return tuple(round((number + 0.5) * seconds / count, 3) for number in range(count))


def _pictures(
    capture: cv2.VideoCapture, times: tuple[float, ...]
) -> Iterator[tuple[float, Picture]]:
    for time in times:
        capture.set(cv2.CAP_PROP_POS_MSEC, time * 1000)
        found, picture = capture.read()
        if found:
            yield time, picture.astype(np.uint8, copy=False)


def _image(picture: Picture) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1]), "RGB")


def _small(picture: Picture) -> Image.Image:
    height, width = picture.shape[:2]
    size = SMALL_WIDTH_PIXELS, max(1, round(height * SMALL_WIDTH_PIXELS / width))
    return _image(picture).resize(size, Image.Resampling.BOX)


def _detail(picture: Image.Image) -> float:
    """Return how much there is to see: black, white and blurred pictures have little."""
    grey = np.asarray(picture.convert("L"), np.float64)
    return float(np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean())


def _sheet(pictures: list[Image.Image], board: Storyboard) -> Image.Image:
    rows = -(-len(pictures) // board.columns)
    sheet = Image.new("RGB", (board.columns * board.width_pixels, rows * board.height_pixels))
    for number, picture in enumerate(pictures):
        row, column = divmod(number, board.columns)
        sheet.paste(picture, (column * board.width_pixels, row * board.height_pixels))
    return sheet
