"""Leave out what an edit list cuts off at the end of a track (ISO/IEC 14496-12, 8.6.6).

A fragmented file says of its last edit that it lasts as long as the samples do: what somebody cut
off would be shown again.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from convert_media.video.beginning import MOST_EDITS
from convert_media.video.samples import Samples
from convert_media.video.tracks import Movie, Track

CUT_END = "what the edit list cuts off at the end is left out"
EMPTY = -1
"""When an edit begins that delays the track and shows nothing of it."""


def without_cut_end(track: Track, movie: Movie) -> Track:
    """Return a track that ends with the last sample that is shown.

    What such a sample needs to be decoded stays, though it may be shown after the end.
    """
    ends = _end_of_edits(track, movie)
    if ends is None:
        return track
    samples = track.samples
    shown = np.flatnonzero(samples.times + samples.shifts < ends)
    kept = int(shown[-1]) + 1 if len(shown) else track.count
    if kept == track.count:
        return track
    return replace(track, count=kept, read=_first(samples, kept).itself)


def _end_of_edits(track: Track, movie: Movie) -> float | None:
    """Return when the last edit ends, in units of the track, or None where it ends with it.

    It counts in units of the movie, which may be coarse: one of them is added. In fragments it says
    nothing of the end, which is not known when it is written.
    """
    edits = track.box.find(b"edts", b"elst")
    if edits is None or movie.is_in_fragments:
        return None
    is_long, count = edits.values("B")[0] == 1, edits.values("I", 4)[0]
    form, step = ("Qq", 20) if is_long else ("Ii", 12)
    if not 0 < count <= MOST_EDITS:
        return None
    *before, (lasts, begins) = (edits.values(form, 8 + step * one) for one in range(count))
    if any(time != EMPTY for _, time in before) or not lasts or begins < 0 or not movie.time_scale:
        return None
    return begins + (lasts + 1) * track.time_scale / movie.time_scale


def _first(samples: Samples, count: int) -> Samples:
    return Samples(
        samples.offsets[:count],
        samples.sizes[:count],
        samples.times[:count],
        samples.durations[:count],
        samples.shifts[:count],
        samples.keys[:count],
    )
