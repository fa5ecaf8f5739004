"""Decode AV1 with the decoder in Pillow's wheel (dav1d, BSD-2-Clause).

OpenCV's FFmpeg has none for AV1. Pillow reads AVIF image sequences, so the samples of a video are
put into one (https://aomediacodec.github.io/av1-avif/): boxes of our own around coded pictures.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_media.video.made_track import matrix_of
from convert_media.video.tracks import Track
from convert_media.video.write_boxes import box, full_box, numbers

AV1 = "av01"
LARGEST_SEQUENCE_BYTES = 256 * 1024**2
_TYPE = box(b"ftyp", b"avis", numbers("I", 0), b"avis", b"msf1", b"iso8", b"miaf")
_MATRIX = matrix_of(0)


def pictures_at(
    track: Track, source: Path, times: Sequence[float]
) -> Iterator[tuple[float, Image.Image]]:
    """Yield the pictures that are shown at some times in seconds, upright.

    Raises:
        SourceDamaged, SourceTooComplex: as `decode_av1` says.
    """
    samples = track.samples
    keys = np.flatnonzero(samples.keys)
    for time in times:
        wanted = int(np.searchsorted(samples.times, time * track.time_scale, "right")) - 1
        before = int(np.searchsorted(keys, wanted, "right")) - 1
        first = int(keys[before]) if before >= 0 else 0
        coded = read_samples_of(track, source, first, wanted + 1)
        for picture in decode_av1(track, coded, wanted - first):
            yield time, picture.rotate(-track.rotation_degrees, expand=True)


def read_samples_of(track: Track, source: Path, first: int, last: int) -> list[bytes]:
    """Return the samples from `first` to the one before `last`.

    Raises:
        SourceTooComplex: they are too many bytes to have in memory.
    """
    samples = track.samples
    _require_bounded(int(samples.sizes[first:last].sum()))
    found = []
    with source.open("rb") as file:
        for number in range(first, last):
            file.seek(int(samples.offsets[number]))
            found.append(file.read(int(samples.sizes[number])))
    return found


def decode_av1(track: Track, samples: Sequence[bytes], begin: int = 0) -> Iterator[Image.Image]:
    """Yield the pictures of samples that follow each other, the first of which needs no other.

    Those before `begin` are decoded and not shown.

    Raises:
        SourceDamaged: they cannot be decoded.
        SourceTooComplex: they are too many bytes to have in memory.
    """
    _require_bounded(sum(map(len, samples)))
    try:
        with Image.open(io.BytesIO(_sequence(track, samples)), formats=["AVIF"]) as image:
            for number in range(begin, len(samples)):
                image.seek(number)
                yield image.convert("RGB")
    except (UnidentifiedImageError, OSError, EOFError, ValueError) as error:
        raise SourceDamaged("pictures of the movie cannot be decoded", where="av01") from error


def _require_bounded(size: int) -> None:
    if size > LARGEST_SEQUENCE_BYTES:
        raise SourceTooComplex(
            "too much of the video depends on one picture",
            found=f"{size} bytes",
            expected=f"a key picture within {LARGEST_SEQUENCE_BYTES} bytes",
        )


def _sequence(track: Track, samples: Sequence[bytes]) -> bytes:
    length = len(_movie(track, samples, 0))
    head = _TYPE + _movie(track, samples, len(_TYPE) + length + 8)
    return head + box(b"mdat", *samples)


def _movie(track: Track, samples: Sequence[bytes], offset: int) -> bytes:
    count = len(samples)
    width, height = track.size
    table = (
        full_box(
            b"stsd", 0, 0, numbers("I", 1), box(track.description.kind, track.description.content)
        ),
        full_box(b"stts", 0, 0, numbers("3I", 1, count, 1)),
        full_box(b"stsc", 0, 0, numbers("4I", 1, 1, count, 1)),
        full_box(b"stsz", 0, 0, numbers(f"2I{count}I", 0, count, *map(len, samples))),
        full_box(b"stco", 0, 0, numbers("2I", 1, offset)),
        full_box(b"stss", 0, 0, numbers("2I", 1, 1)),
    )
    own = full_box(b"dref", 0, 0, numbers("I", 1), full_box(b"url ", 0, 1))
    media = box(
        b"mdia",
        full_box(b"mdhd", 0, 0, numbers("4I2H", 0, 0, 1, count, 0x55C4, 0)),
        full_box(b"hdlr", 0, 0, numbers("I", 0), b"pict", bytes(13)),
        box(b"minf", full_box(b"vmhd", 0, 1, bytes(8)), box(b"dinf", own), box(b"stbl", *table)),
    )
    head = full_box(
        b"tkhd",
        0,
        7,
        numbers("5I", 0, 0, 1, 0, count),
        bytes(16),
        _MATRIX,
        numbers("2I", width << 16, height << 16),
    )
    lasts = numbers("4I", 0, 0, 1, count)
    rate = numbers("IH", 0x10000, 0x100) + bytes(10)
    header = full_box(b"mvhd", 0, 0, lasts, rate, _MATRIX, bytes(24), numbers("I", 2))
    return box(b"moov", header, box(b"trak", head, media))
