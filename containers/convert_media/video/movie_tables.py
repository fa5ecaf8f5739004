"""Read the description of an MP4 or QuickTime movie (ISO/IEC 14496-12, 8.3 to 8.5)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from conversion_runtime.errors import SourceExternalReference, SourceUnsupported
from convert_media.video.boxes import Box, damaged, movie_box, name_of
from convert_media.video.movie_fragments import read_fragments
from convert_media.video.samples import Samples, read_samples
from convert_media.video.tracks import Movie, Track

SELF_CONTAINED = 1
MOST_TRACKS = 64


def read_movie(path: Path) -> Movie:
    """Read a file.

    Raises:
        SourceUnreadable, SourceDamaged, SourceTooComplex: as `movie_box` and `read_fragments` say.
        SourceExternalReference: its samples are in other files.
        SourceUnsupported: a track changes its codec, or is in fragments in part.
    """
    movie = movie_box(path)
    header = movie.require(b"mvhd")
    boxes = [box for box in movie.boxes() if box.kind == b"trak"]
    if len(boxes) > MOST_TRACKS:
        raise damaged(movie.kind)
    extends = movie.find(b"mvex")
    given = None if extends is None else read_fragments(path, extends)
    tracks = tuple(_track(box, path.stat().st_size, given) for box in boxes)
    return Movie(header, _recorded(header), tracks, is_in_fragments=given is not None)


def _track(box: Box, file_bytes: int, given: Mapping[int, Samples] | None) -> Track:
    media = box.require(b"mdia")
    table = media.require(b"minf", b"stbl")
    _require_own(media)
    description = _description(table.require(b"stsd"))
    head = box.require(b"tkhd")
    long = head.values("B")[0] == 1
    number = head.values("I", 20 if long else 12)[0]
    (count,) = table.require(b"stsz").values("I", 8)
    if given is not None and count:
        raise SourceUnsupported(
            "a part of the movie is in fragments, another is not",
            expected="all samples in fragments, or none",
        )
    samples = None if given is None else given.get(number)
    return Track(
        number=number,
        handler=name_of(bytes(media.require(b"hdlr").content[8:12])),
        codec=name_of(description.kind),
        time_scale=_time_scale(media.require(b"mdhd")),
        rotation_degrees=_rotation(head.values("9i", 52 if long else 40)),
        box=box,
        description=description,
        count=count if samples is None else len(samples),
        read=partial(read_samples, table, file_bytes) if samples is None else samples.itself,
    )


def _require_own(media: Box) -> None:
    """Require that the samples are in this file."""
    references = media.find(b"minf", b"dinf", b"dref")
    for reference in references.boxes(8) if references else ():
        if not reference.values("I")[0] & SELF_CONTAINED:
            raise SourceExternalReference("samples of the movie are in another file", where="dref")


def _description(box: Box) -> Box:
    found = list(box.boxes(8))
    if not found:
        raise damaged(box.kind)
    if len(found) > 1:
        raise SourceUnsupported(
            "a track changes its codec", found=f"{len(found)} codecs", expected="one"
        )
    return found[0]


def _time_scale(header: Box) -> int:
    (scale,) = header.values("I", 20 if header.values("B")[0] == 1 else 12)
    if not scale:
        raise damaged(header.kind)
    return scale


def _rotation(matrix: tuple[int, ...]) -> int:
    """Return the turn in a matrix in steps of 90 degrees (6.2.2); others are not turned."""
    a, b = matrix[0], matrix[1]
    return round(math.degrees(math.atan2(b, a)) / 90) % 4 * 90


def _recorded(header: Box) -> str | None:
    long = header.values("B")[0] == 1
    (seconds,) = header.values("Q" if long else "I", 4)
    if not 0 < seconds < 2**33:
        return None
    return (datetime(1904, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).isoformat()
