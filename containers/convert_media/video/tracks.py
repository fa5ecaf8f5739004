"""The tracks of a movie (ISO/IEC 14496-12, 8.3 to 8.5)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from conversion_runtime.errors import SourceExternalReference, SourceUnsupported
from convert_media.video.boxes import Box, damaged, movie_box, name_of
from convert_media.video.samples import Samples, read_samples

SELF_CONTAINED = 1
MOST_TRACKS = 64
VIDEO, SOUND, METADATA = "vide", "soun", "meta"


@dataclass(frozen=True)
class Track:
    """One track; `handler` says what it is for, `codec` is the name of its sample entry.

    `time_scale` in units a second; `rotation_degrees` clockwise, as the picture is to be turned.
    """

    number: int
    handler: str
    codec: str
    time_scale: int
    rotation_degrees: int
    box: Box
    description: Box
    table: Box
    file_bytes: int

    @cached_property
    def samples(self) -> Samples:
        """Return its samples, which are read only of the tracks that are looked at.

        Raises:
            SourceDamaged, SourceTooComplex: as `read_samples` says.
        """
        return read_samples(self.table, self.file_bytes)

    @property
    def count(self) -> int:
        """Return how many samples there are."""
        return self.table.require(b"stsz").values("I", 8)[0]

    @property
    def seconds(self) -> float:
        """Return how long the track is."""
        return self.samples.end / self.time_scale

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height of the coded picture in pixels."""
        width, height = self.description.values("2H", 24)
        return width, height

    @property
    def shown_size(self) -> tuple[int, int]:
        """Return width and height as the picture is to be seen."""
        width, height = self.size
        return (height, width) if self.rotation_degrees in (90, 270) else (width, height)


@dataclass(frozen=True)
class Movie:
    """The tracks of a file, and when it says it was recorded, as ISO 8601 in UTC."""

    header: Box
    recorded: str | None
    tracks: tuple[Track, ...]

    def first(self, handler: str) -> Track | None:
        """Return the first track of a kind that has samples."""
        return next((one for one in self.tracks if one.handler == handler and one.count), None)


def read_movie(path: Path) -> Movie:
    """Read a file.

    Raises:
        SourceUnreadable, SourceDamaged, SourceTooComplex: as `movie_box` says.
        SourceExternalReference: its samples are in other files.
        SourceUnsupported: it is a stream of fragments.
    """
    movie = movie_box(path)
    if movie.find(b"mvex"):
        raise SourceUnsupported(
            "the movie is in fragments", expected="one table of samples a track"
        )
    header = movie.require(b"mvhd")
    boxes = [box for box in movie.boxes() if box.kind == b"trak"]
    if len(boxes) > MOST_TRACKS:
        raise damaged(movie.kind)
    tracks = tuple(_track(box, path.stat().st_size) for box in boxes)
    return Movie(header, _recorded(header), tracks)


def _track(box: Box, file_bytes: int) -> Track:
    media = box.require(b"mdia")
    table = media.require(b"minf", b"stbl")
    _require_own(media)
    description = _description(table.require(b"stsd"))
    head = box.require(b"tkhd")
    long = head.values("B")[0] == 1
    return Track(
        number=head.values("I", 20 if long else 12)[0],
        handler=name_of(bytes(media.require(b"hdlr").content[8:12])),
        codec=name_of(description.kind),
        time_scale=_time_scale(media.require(b"mdhd")),
        rotation_degrees=_rotation(head.values("9i", 52 if long else 40)),
        box=box,
        description=description,
        table=table,
        file_bytes=file_bytes,
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
