"""Write the description of one fragment (ISO/IEC 14496-12, 8.8.4 to 8.8.12)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from convert_media.video.samples import Samples
from convert_media.video.tracks import Track
from convert_media.video.write_boxes import box, full_box, numbers

KEY, OTHER = 0x0200_0000, 0x0101_0000
"""Flags of a sample that needs no other, and of one that does (8.8.3.1)."""

_RUN_FLAGS = 0x1 | 0x100 | 0x200 | 0x400 | 0x800

Range = tuple[int, int]
"""The first sample, and the one behind the last."""


def moof(
    number: int,
    tracks: Sequence[Track],
    ranges: Sequence[Range],
    sizes: Sequence[int],
    offset: int,
) -> bytes:
    """Return the description; `offset` is from its beginning to the first sample behind it."""
    parts = [full_box(b"mfhd", 0, 0, numbers("I", number + 1))]
    for track_number, (track, (first, last)) in enumerate(zip(tracks, ranges, strict=True), 1):
        if last > first:
            parts.append(_traf(track_number, track.samples, first, last, offset))
        offset += sizes[track_number - 1]
    return box(b"moof", *parts)


def _traf(track_number: int, samples: Samples, first: int, last: int, offset: int) -> bytes:
    rows = np.empty((last - first, 4), np.int64)
    rows[:, 0] = samples.durations[first:last]
    rows[:, 1] = samples.sizes[first:last]
    rows[:, 2] = np.where(samples.keys[first:last], KEY, OTHER)
    rows[:, 3] = samples.shifts[first:last]
    return box(
        b"traf",
        full_box(b"tfhd", 0, 0x2_0000, numbers("I", track_number)),
        full_box(b"tfdt", 1, 0, numbers("Q", int(samples.times[first]))),
        full_box(
            b"trun", 1, _RUN_FLAGS, numbers("Ii", len(rows), offset), rows.astype(">u4").tobytes()
        ),
    )
