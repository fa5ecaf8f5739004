"""Cut a movie into fragments: one file that a browser plays and seeks in by byte ranges.

Pictures and sound are copied as they are coded. Every fragment begins with a picture that needs no
other, so it is a segment of HTTP Live Streaming as well (RFC 8216, 3.3), and the index at the
beginning (`sidx`, ISO/IEC 14496-12, 8.16.3) says where each is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from conversion_runtime.errors import SourceTooComplex
from convert_media.video.moof import Range, moof
from convert_media.video.tracks import Track
from convert_media.video.write_boxes import full_box, numbers

SHORTEST_SECONDS = 4.0
"""A fragment ends at the first key picture after this time."""

MOST_FRAGMENTS = 0xFFFF
"""The index counts them in 16 bits."""

LARGEST_FRAGMENT_BYTES = 0x7FFF_0000
LONGEST_UNITS = 0xFFFF_FFFF


@dataclass(frozen=True)
class Fragment:
    """One fragment: the samples of each track, and where it is in the file."""

    ranges: tuple[Range, ...]
    head: bytes
    media_bytes: int
    seconds: float

    @property
    def file_bytes(self) -> int:
        """Return how long it is in the file."""
        return len(self.head) + self.media_bytes


def fragments_of(
    tracks: Sequence[Track], starts: Sequence[int] | None = None
) -> tuple[Fragment, ...]:
    """Cut a movie at key pictures of its first track; at those that are given, if some are.

    Raises:
        SourceTooComplex: there are too many fragments, or one is too large or too long.
    """
    video = tracks[0]
    starts = starts_of(video) if starts is None else starts
    if len(starts) > MOST_FRAGMENTS:
        raise SourceTooComplex(
            "the movie has too many fragments",
            found=str(len(starts)),
            expected=f"at most {MOST_FRAGMENTS}",
        )
    cuts = [_cuts(track, video, starts) for track in tracks]
    times = [int(video.samples.times[start]) for start in starts] + [video.samples.end]
    _require_units(times)
    return tuple(
        _fragment(
            number, tracks, [one[number : number + 2] for one in cuts], times[number : number + 2]
        )
        for number in range(len(starts))
    )


def index(video: Track, fragments: Sequence[Fragment]) -> bytes:
    """Return the index of all fragments, which stands before them."""
    samples, starts = video.samples, [one.ranges[0][0] for one in fragments]
    times = [*(int(samples.times[start]) for start in starts), samples.end]
    rows = np.zeros((len(fragments), 3), np.int64)
    rows[:, 0] = [one.file_bytes for one in fragments]
    rows[:, 1] = np.diff(times)
    rows[:, 2] = np.where(samples.keys[starts], 0x9000_0000, 0)  # a stream access point of type 1
    earliest = max(0, int((samples.times + samples.shifts)[: fragments[0].ranges[0][1]].min()))
    head = numbers("IIQQHH", 1, video.time_scale, earliest, 0, 0, len(fragments))
    return full_box(b"sidx", 1, 0, head, rows.astype(">u4").tobytes())


def _require_units(times: Sequence[int]) -> None:
    """Require that the index can say how long each fragment is, in 32 bits."""
    longest = int(np.diff(times).max())
    if longest > LONGEST_UNITS:
        raise SourceTooComplex(
            "a fragment of the movie is too long for its time scale",
            found=f"{longest} units",
            expected=f"a key picture within {LONGEST_UNITS} units of time",
        )


def starts_of(video: Track) -> list[int]:
    """Return the pictures that fragments begin with."""
    samples, found = video.samples, [0]
    shortest = SHORTEST_SECONDS * video.time_scale
    for key in np.flatnonzero(samples.keys).tolist():
        if samples.times[key] - samples.times[found[-1]] >= shortest:
            found.append(key)
    return found


def starts_of_sound(sound: Track, video: Track, starts: Sequence[int]) -> list[int]:
    """Return the samples of sound that fragments of its own begin with: none is empty."""
    return sorted(set(_cuts(sound, video, starts)[:-1]) - {len(sound.samples)})


def _cuts(track: Track, video: Track, starts: Sequence[int]) -> list[int]:
    """Return where fragments begin in the samples of a track, and the end."""
    if track is video:
        return [*starts, len(video.samples)]
    seconds = video.samples.times[starts[1:]] / video.time_scale
    inner = np.searchsorted(track.samples.times / track.time_scale, seconds).tolist()
    return [0, *inner, len(track.samples)]


def _fragment(
    number: int, tracks: Sequence[Track], cuts: Sequence[Sequence[int]], times: Sequence[int]
) -> Fragment:
    ranges = tuple((first, last) for first, last in cuts)
    sizes = [
        int(track.samples.sizes[first:last].sum())
        for track, (first, last) in zip(tracks, ranges, strict=True)
    ]
    if sum(sizes) > LARGEST_FRAGMENT_BYTES:
        raise SourceTooComplex(
            "a fragment of the movie is too large",
            found=f"{sum(sizes)} bytes",
            expected=f"a key picture within {LARGEST_FRAGMENT_BYTES} bytes",
        )
    # The first pass tells the length of the box, which the offsets of the second count from.
    length = len(moof(number, tracks, ranges, sizes, 0))
    description = moof(number, tracks, ranges, sizes, length + 8)
    head = description + numbers("I", 8 + sum(sizes)) + b"mdat"
    return Fragment(ranges, head, sum(sizes), (times[1] - times[0]) / tracks[0].time_scale)
