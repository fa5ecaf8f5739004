"""The frames of one track so far, and their times: a container of frames in decoding order."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_media.matroska.blocks import Block
from convert_media.matroska.ebml import damaged
from convert_media.matroska.numbers import TIMESTAMP
from convert_media.video.samples import MOST_SAMPLES, Samples, Whole, require_there

MICROSECONDS = 1_000_000
"""Time scale of the tracks that are made: ticks of a millisecond fit, and others nearly."""

LATEST_TICKS = 2**53
LATEST_MICROSECONDS = 2**53


@dataclass
class Frames:
    """Where frames are, the ticks of their blocks, their number in a lace, whether they are keys.

    `lasts` are the ticks that a block says it is shown for, -1 where it does not say.
    """

    offsets: array[int] = field(default_factory=lambda: array("q"))
    sizes: array[int] = field(default_factory=lambda: array("q"))
    ticks: array[int] = field(default_factory=lambda: array("q"))
    places: array[int] = field(default_factory=lambda: array("q"))
    lasts: array[int] = field(default_factory=lambda: array("q"))
    keys: bytearray = field(default_factory=bytearray)

    def __len__(self) -> int:
        return len(self.sizes)

    def add(self, block: Block, start: int, ticks: int, lasts: int, *, is_key: bool) -> None:
        """Add the frames of a block that begins at `start` of the file.

        Raises:
            SourceDamaged: its time is out of all bounds.
            SourceTooComplex: there are too many.
        """
        if not 0 <= ticks < LATEST_TICKS:
            raise damaged(TIMESTAMP)
        at = start + block.begin
        for place, size in enumerate(block.sizes):
            self.offsets.append(at)
            self.sizes.append(size)
            self.ticks.append(ticks)
            self.places.append(place)
            self.lasts.append(lasts)
            self.keys.append(is_key)
            at += size
        if len(self) > MOST_SAMPLES:
            raise SourceTooComplex(
                "a track has too many samples",
                found=str(len(self)),
                expected=f"at most {MOST_SAMPLES}",
            )


@dataclass(frozen=True)
class Clock:
    """How ticks become time: nanoseconds of a tick and of a frame, 0 where that is not told.

    `end_microseconds` is that of the whole file.
    """

    tick_nanoseconds: int
    frame_nanoseconds: int
    end_microseconds: int


def samples_of(frames: Frames, clock: Clock, file_bytes: int) -> Samples:
    """Return the samples of a track; each is decoded when the one of its rank is shown.

    Matroska says when frames are shown and not when they are decoded. In the order in which they
    are stored they get the times in that order, so a picture that is shown earlier than others
    before it has a negative shift (ISO/IEC 14496-12, 8.8.8).

    Raises:
        SourceDamaged: a frame is outside of the file, or a time out of all bounds.
    """
    offsets, sizes = (np.array(one, np.int64) for one in (frames.offsets, frames.sizes))
    require_there(offsets, sizes, file_bytes)
    shown = _shown(frames, clock)
    if len(shown) and int(shown.max()) > LATEST_MICROSECONDS:
        raise SourceDamaged("a time of the file is out of all bounds", found=f"{shown.max()} us")
    times = np.sort(shown, kind="stable")
    durations = np.diff(times, append=times[-1:])
    if len(durations):
        durations[-1] = _last(frames, clock, times, int(np.argmax(shown)))
    keys = np.frombuffer(bytes(frames.keys), np.bool_)
    return Samples(offsets, sizes, times, durations, shown - times, keys)


def _shown(frames: Frames, clock: Clock) -> Whole:
    """Return when each frame is shown, in microseconds."""
    scale = clock.tick_nanoseconds / 1000
    blocks = np.array(frames.ticks, np.int64) * scale
    places = np.array(frames.places, np.int64)
    if not places.any():
        return blocks.round().astype(np.int64)
    if clock.frame_nanoseconds:
        return (blocks + places * (clock.frame_nanoseconds / 1000)).round().astype(np.int64)
    # Between two blocks the frames of a lace are as far from each other.
    firsts = np.flatnonzero(places == 0)
    known = blocks[firsts]
    each = (known[-1] - known[0]) / max(1, int(firsts[-1]))
    last = max(frames.lasts[-1], 0) * scale or each * (len(places) - int(firsts[-1]))
    between: NDArray[np.float64] = np.interp(
        np.arange(len(places)), [*firsts, len(places)], [*known, known[-1] + last]
    )
    return between.round().astype(np.int64)


def _last(frames: Frames, clock: Clock, times: Whole, latest: int) -> int:
    """Return how long the frame that is shown last is, by whatever tells it."""
    if frames.lasts[latest] > 0 and not max(frames.places):
        return round(frames.lasts[latest] * clock.tick_nanoseconds / 1000)
    if clock.frame_nanoseconds:
        return max(1, round(clock.frame_nanoseconds / 1000))
    if len(times) > 1:
        return int(times[-1] - times[-2])
    return max(0, clock.end_microseconds - int(times[-1]))
