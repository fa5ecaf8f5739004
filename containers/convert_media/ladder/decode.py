"""Decode all pictures of a movie, in the order in which they are shown.

FFmpeg's decoders are given a file that this package wrote and never the source; dav1d is given
coded pictures in boxes of our own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from conversion_runtime.errors import SourceDamaged
from convert_media.ladder.rungs import Rung
from convert_media.srgb import Picture
from convert_media.video.av1_pictures import AV1, decode_av1, read_samples_of
from convert_media.video.colour import by_dav1d, by_ffmpeg
from convert_media.video.tracks import Track


@dataclass(frozen=True)
class Decodable:
    """The pictures of a source; `copy` is of them alone, `starts` need none before."""

    track: Track
    source: Path
    copy: Path
    starts: Sequence[int]


def decode(pictures: Decodable, rung: Rung) -> Iterator[Picture]:
    """Yield the pictures, upright, in sRGB and in the size of a rendition.

    Raises:
        SourceDamaged: there are not as many as the tables say.
        SourceTooComplex: too many bytes are between two pictures that need none before.
    """
    track = pictures.track
    is_av1 = track.codec == AV1
    colours = (by_dav1d if is_av1 else by_ffmpeg)(track)
    size = (rung.width, rung.height)
    for shown in (_by_dav1d if is_av1 else _by_ffmpeg)(pictures):
        yield colours(cv2.resize(shown, size, interpolation=cv2.INTER_AREA).astype(np.uint8))


def _by_ffmpeg(pictures: Decodable) -> Iterator[Picture]:
    cv2.setNumThreads(1)
    count = pictures.track.count
    capture = cv2.VideoCapture(str(pictures.copy), cv2.CAP_FFMPEG)
    try:
        for number in range(count):
            found, picture = capture.read()
            if not found:
                raise SourceDamaged(
                    "not all pictures of the movie can be decoded",
                    found=f"{number} pictures",
                    expected=f"{count} pictures",
                )
            yield cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)
    finally:
        capture.release()


def _by_dav1d(pictures: Decodable) -> Iterator[Picture]:
    """Decode fragment by fragment: no more than the coded bytes of one are in memory."""
    cv2.setNumThreads(1)
    track = pictures.track
    for first, last in itertools.pairwise([*pictures.starts, track.count]):
        samples = read_samples_of(track, pictures.source, first, last)
        for picture in decode_av1(track, samples):
            yield np.rot90(np.asarray(picture), -track.rotation_degrees // 90).copy()
