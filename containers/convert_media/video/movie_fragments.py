"""Read where the samples of a movie in fragments are, and when (ISO/IEC 14496-12, 8.8).

Every count is compared with the bytes that are there before anything is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from convert_media.video.boxes import Box, damaged, file_boxes
from convert_media.video.fragment_runs import RUN_OFFSET, Defaults, Found, read_run
from convert_media.video.samples import Samples, require_there

LARGEST_HEADER_BYTES = 16 * 1024**2
MOST_BOXES = 524_288
"""At the top of a file; a fragment a second for three days."""

LATEST = 2**62
"""Beyond this, sums of times and places leave 64 bits."""

IS_NOT_KEY = 0x1_0000
_BASE, _DESCRIPTION, _DURATION, _SIZE, _FLAGS = 0x1, 0x2, 0x8, 0x10, 0x20
_FROM_MOOF = 0x2_0000


def read_fragments(path: Path, extends: Box) -> Mapping[int, Samples]:
    """Return the samples of each track by its number; `extends` is the box `mvex`.

    Raises:
        SourceDamaged: parts contradict each other, or a sample is outside of the file.
        SourceTooComplex: there are too many fragments or samples.
    """
    defaults = dict(map(_extended, _tracks_of(extends)))
    file_bytes = path.stat().st_size
    found = {number: Found(file_bytes) for number in defaults}
    for start, moof in file_boxes(path, b"moof", LARGEST_HEADER_BYTES, MOST_BOXES):
        behind = start
        for part in moof.boxes():
            if part.kind == b"traf":
                behind = _track_fragment(part, start, behind, defaults, found)
    return {number: _samples(one, file_bytes) for number, one in found.items()}


def _tracks_of(extends: Box) -> Iterator[Box]:
    return (box for box in extends.boxes() if box.kind == b"trex")


def _extended(box: Box) -> tuple[int, Defaults]:
    number, _, *rest = box.values("5I", 4)
    return number, Defaults(*rest)


def _track_fragment(
    box: Box,
    start: int,
    behind: int,
    defaults: Mapping[int, Defaults],
    found: Mapping[int, Found],
) -> int:
    """Read one `traf`; return where its samples end, which the next may begin from."""
    head = box.require(b"tfhd")
    flags, number = head.values("2I")
    if number not in defaults:
        raise damaged(head.kind)
    own, base = _own_defaults(head, flags, defaults[number])
    at = base if base is not None else start if flags & _FROM_MOOF else behind
    track, time_box = found[number], box.find(b"tfdt")
    if time_box is not None:
        track.end = _time(time_box, track.end)
    first = at
    for run in box.boxes():
        if run.kind == b"trun":
            has_offset = run.values("I")[0] & RUN_OFFSET
            at = read_run(run, own, first if has_offset else at, track)
    return at


def _time(box: Box, end: int) -> int:
    (time,) = box.values("Q" if box.values("B")[0] == 1 else "I", 4)
    if time < end or time >= LATEST:
        raise damaged(box.kind)
    return time


def _own_defaults(head: Box, flags: int, given: Defaults) -> tuple[Defaults, int | None]:
    at, base = 8, None
    if flags & _BASE:
        (base,), at = head.values("Q", at), at + 8
        if base >= LATEST:
            raise damaged(head.kind)
    at += 4 if flags & _DESCRIPTION else 0
    values = [given.duration, given.size, given.flags]
    for number, flag in enumerate((_DURATION, _SIZE, _FLAGS)):
        if flags & flag:
            (values[number],), at = head.values("I", at), at + 4
    return Defaults(*values), base


def _samples(found: Found, file_bytes: int) -> Samples:
    rows = np.concatenate([np.zeros((0, 6), np.int64), *found.rows])
    offsets, sizes, times, durations, flags, shifts = rows.T.copy()
    if len(rows):
        # A fragment may begin later than the one before it ends.
        durations[:-1] = np.diff(times)
        if int(offsets.min()) < 0:
            raise damaged(b"trun")
        require_there(offsets, sizes, file_bytes)
    return Samples(offsets, sizes, times, durations, shifts, (flags & IS_NOT_KEY) == 0)
