"""Code pictures as AV1 with the encoder in Pillow's wheel (libaom, BSD-2-Clause).

Pillow writes it as an AVIF image sequence, which is an ISO base media file with one track
(https://aomediacodec.github.io/av1-avif/): its samples are those of a video.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from convert_media.ladder.picture_sequence import PictureSequence
from convert_media.srgb import Picture
from convert_media.video.movie_tables import read_movie

SPEED = 8
"""The fastest that still predicts well: at 9 the same quality took 15 percent more bytes."""

TEMPORAL_DELIMITER = b"\x12\0"
"""Left out of samples (AV1 in ISO base media files, 2.4)."""


@dataclass(frozen=True)
class Coded:
    """Coded pictures, and the content of the box `av1C` that a decoder needs for them."""

    samples: tuple[bytes, ...]
    configuration: bytes


def encode(pictures: Iterator[Picture], count: int, quality: int, work: Path) -> Coded:
    """Code the next pictures of a movie so that they need none before; `work` is overwritten."""
    shown: Iterator[Picture] = itertools.islice(pictures, count)
    if count == 1:
        # A single one would be coded as a still image, which is no part of a video.
        (only,) = shown
        shown = iter((only, only))
    image = PictureSequence(shown)
    image.save(
        work,
        "AVIF",
        save_all=True,
        codec="aom",
        speed=SPEED,
        quality=quality,
        subsampling="4:2:0",
        range="limited",
    )
    return _read(work, count)


def _read(path: Path, count: int) -> Coded:
    (track,) = read_movie(path).tracks
    content = path.read_bytes()
    places = zip(track.samples.offsets.tolist(), track.samples.sizes.tolist(), strict=True)
    coded = (content[at : at + size].removeprefix(TEMPORAL_DELIMITER) for at, size in places)
    configuration = track.setup(b"av1C")
    assert configuration is not None, "an AVIF sequence has its configuration"
    return Coded(tuple(itertools.islice(coded, count)), bytes(configuration.content))
