"""Decode single pictures of a movie: a poster, and a sheet of small pictures to scrub through.

The decoder is given a file that this package wrote and never the source: what reaches it are
coded pictures in boxes of our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from conversion_runtime.errors import SourceDamaged
from convert_media.video.av1_pictures import AV1, pictures_at
from convert_media.video.colour import by_dav1d, by_ffmpeg
from convert_media.video.tracks import Track

SHEET_FILE = "storyboard.webp"
MOST_PICTURES = 60
SHORTEST_STEP_SECONDS = 1.0
SHEET_COLUMNS = 10
SMALL_WIDTH_PIXELS = 160
PICTURES_MISSING = "some pictures of the storyboard cannot be decoded and are left out"


@dataclass(frozen=True)
class Storyboard:
    """A sheet of small pictures, row by row, and when each is shown in the movie."""

    columns: int
    width_pixels: int
    height_pixels: int
    times_seconds: tuple[float, ...]


def take_pictures(
    movie: Path, track: Track, source: Path, warnings: list[str]
) -> tuple[Image.Image, Image.Image, Storyboard]:
    """Return the poster, the sheet and what is on it, of a movie that was written of a track.

    Raises:
        SourceDamaged: no picture can be decoded.
    """
    times = _times(track.seconds)
    at = (
        partial(_by_dav1d, track, source)
        if track.codec == AV1
        else partial(_pictures, movie, track)
    )
    small = [(time, _small(picture)) for time, picture in at(times)]
    if not small:
        raise SourceDamaged("no picture of the movie can be decoded")
    if len(small) < len(times):
        warnings.append(PICTURES_MISSING)
    best = max(small, key=lambda one: _detail(one[1]))[0]
    ((_, poster),) = at((best,))
    board = Storyboard(
        columns=min(SHEET_COLUMNS, len(small)),
        width_pixels=small[0][1].width,
        height_pixels=small[0][1].height,
        times_seconds=tuple(time for time, _ in small),
    )
    return poster, _sheet([picture for _, picture in small], board), board


def _times(seconds: float) -> tuple[float, ...]:
    """Return when pictures are taken: evenly, each in the middle of its part."""
    count = int(min(MOST_PICTURES, max(1, seconds // SHORTEST_STEP_SECONDS)))
    return tuple(round((number + 0.5) * seconds / count, 3) for number in range(count))


def _by_dav1d(
    track: Track, source: Path, times: Sequence[float]
) -> Iterator[tuple[float, Image.Image]]:
    colours = by_dav1d(track)
    for time, picture in pictures_at(track, source, times):
        yield time, Image.fromarray(colours(np.asarray(picture)), "RGB")


def _pictures(
    movie: Path, track: Track, times: Sequence[float]
) -> Iterator[tuple[float, Image.Image]]:
    cv2.setNumThreads(1)
    colours = by_ffmpeg(track)
    capture = cv2.VideoCapture(str(movie), cv2.CAP_FFMPEG)
    for time in times:
        capture.set(cv2.CAP_PROP_POS_MSEC, time * 1000)
        found, picture = capture.read()
        if found:
            shown = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)
            yield time, Image.fromarray(colours(shown), "RGB")
    capture.release()


def _small(picture: Image.Image) -> Image.Image:
    size = SMALL_WIDTH_PIXELS, max(1, round(picture.height * SMALL_WIDTH_PIXELS / picture.width))
    return picture.resize(size, Image.Resampling.BOX)


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
