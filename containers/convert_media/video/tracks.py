"""What a movie is, whatever container it came in: tracks of samples.

Each track has a box `trak` as ISO/IEC 14496-12 describes it, read from the file or made for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from convert_media.video.boxes import Box
from convert_media.video.samples import Samples

VIDEO, SOUND, METADATA = "vide", "soun", "meta"
PICTURE_ENTRY_BYTES = 78
"""What a sample entry of pictures has before its boxes (12.1.3)."""


@dataclass(frozen=True)
class Track:
    """One track; `handler` says what it is for, `codec` is the name of its sample entry.

    `time_scale` in units a second; `rotation_degrees` clockwise, as the picture is to be turned;
    `count` of samples; `read` reads them.
    """

    number: int
    handler: str
    codec: str
    time_scale: int
    rotation_degrees: int
    box: Box
    description: Box
    count: int
    read: Callable[[], Samples]

    @cached_property
    def samples(self) -> Samples:
        """Return its samples, which are read only of the tracks that are looked at.

        Raises:
            SourceDamaged, SourceTooComplex: as `read_samples` says.
        """
        return self.read()

    @property
    def seconds(self) -> float:
        """Return how long the track is."""
        return self.samples.end / self.time_scale

    @property
    def frames_a_second(self) -> float:
        """Return how many samples there are in a second, on average."""
        return self.count / self.seconds

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height of the coded picture in pixels."""
        width, height = self.description.values("2H", 24)
        return width, height

    @property
    def is_on_its_side(self) -> bool:
        """Tell whether the picture is turned by a quarter."""
        return self.rotation_degrees in (90, 270)

    @property
    def shown_size(self) -> tuple[int, int]:
        """Return width and height as the picture is to be seen."""
        width, height = self.size
        return (height, width) if self.is_on_its_side else (width, height)

    def setup(self, kind: bytes) -> Box | None:
        """Return a box of the sample entry of pictures, such as `avcC` or `colr`."""
        boxes = self.description.boxes(PICTURE_ENTRY_BYTES)
        return next((one for one in boxes if one.kind == kind), None)


@dataclass(frozen=True)
class Movie:
    """The tracks of a file, and when it says it was recorded, as ISO 8601 in UTC."""

    header: Box
    recorded: str | None
    tracks: tuple[Track, ...]
    is_in_fragments: bool = False

    @property
    def time_scale(self) -> int:
        """Return how many units a second the movie counts, in edit lists for example."""
        (scale,) = self.header.values("I", 20 if self.header.values("B")[0] == 1 else 12)
        return scale

    def first(self, handler: str) -> Track | None:
        """Return the first track of a kind that has samples."""
        return next((one for one in self.tracks if one.handler == handler and one.count), None)
