"""Read one run of samples of a fragment (`trun`, ISO/IEC 14496-12, 8.8.8)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from conversion_runtime.errors import SourceTooComplex
from convert_media.video.boxes import Box, damaged
from convert_media.video.samples import MOST_SAMPLES, Whole

RUN_OFFSET, _RUN_FIRST_FLAGS = 0x1, 0x4
_RUN_COLUMNS = (0x100, 0x200, 0x400, 0x800)
"""Of duration, size, flags and shift."""

_PLACES, _SHIFT = (3, 1, 4, 5), 3
"""Which column of a row each is, and which of them may be negative."""


@dataclass(frozen=True)
class Defaults:
    """What a sample is where its run does not say."""

    duration: int
    size: int
    flags: int


@dataclass
class Found:
    """The rows of one track so far: offset, size, time, duration, flags, shift.

    There are no more samples than `most`, the bytes of the file.
    """

    most: int
    rows: list[Whole] = field(default_factory=list)
    count: int = 0
    end: int = 0


def read_run(box: Box, own: Defaults, base: int, track: Found) -> int:
    """Read one `trun`; return where its samples end."""
    flags, count = box.values("2I")
    version, flags, at = flags >> 24, flags & 0xFF_FFFF, 8
    if flags & RUN_OFFSET:
        (offset,), at = box.values("i", at), at + 4
        base += offset
    first_flags = None
    if flags & _RUN_FIRST_FLAGS:
        (first_flags,), at = box.values("I", at), at + 4
    _count(track, count)
    rows = np.empty((count, 6), np.int64)
    rows[:, 2:] = (0, own.duration, own.flags, 0)
    rows[:, 1] = own.size
    _read_columns(box, at, flags, version, rows)
    if first_flags is not None and count:
        rows[0, 4] = first_flags
    ends = np.cumsum(rows[:, 1])
    rows[:, 0] = base + ends - rows[:, 1]
    lasts = np.cumsum(rows[:, 3])
    rows[:, 2] = track.end + lasts - rows[:, 3]
    track.rows.append(rows)
    track.end += int(lasts[-1]) if count else 0
    return base + (int(ends[-1]) if count else 0)


def _count(track: Found, count: int) -> None:
    track.count += count
    if track.count > MOST_SAMPLES:
        raise SourceTooComplex(
            "a track has too many samples",
            found=str(track.count),
            expected=f"at most {MOST_SAMPLES}",
        )
    if track.count > track.most:
        raise damaged(b"trun")


def _read_columns(box: Box, at: int, flags: int, version: int, rows: Whole) -> None:
    """Read what is told of each sample; the columns are in the order of their flags."""
    told = [number for number, flag in enumerate(_RUN_COLUMNS) if flags & flag]
    count = len(rows)
    if at + 4 * count * len(told) > len(box.content):
        raise damaged(box.kind)
    table = np.frombuffer(box.content, ">u4", count * len(told), at).reshape(count, len(told))
    for place, number in enumerate(told):
        column = table[:, place]
        is_signed = number == _SHIFT and version > 0
        rows[:, _PLACES[number]] = column.astype(np.int32) if is_signed else column
