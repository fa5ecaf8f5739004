"""Copy the pictures and sound of a movie into fragments, as they are coded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from convert_media.video.fragments import Fragment, fragments_of, index
from convert_media.video.samples import Samples
from convert_media.video.tracks import Track

_BLOCK_BYTES = 1024 * 1024


def copy_movie(
    source: Path,
    target: Path,
    tracks: Sequence[Track],
    head: bytes,
    starts: Sequence[int] | None = None,
) -> tuple[Fragment, ...]:
    """Write a whole movie behind its beginning, and return its fragments.

    They begin with the pictures in `starts`, or where `fragments_of` finds it right.
    """
    fragments = fragments_of(tracks, starts)
    with source.open("rb") as reader, target.open("wb") as writer:
        writer.write(head + index(tracks[0], fragments))
        for fragment in fragments:
            _write(fragment, tracks, reader, writer)
    return fragments


def _write(fragment: Fragment, tracks: Sequence[Track], source: BinaryIO, target: BinaryIO) -> None:
    """Write one fragment, its samples copied from the source."""
    target.write(fragment.head)
    for track, (first, last) in zip(tracks, fragment.ranges, strict=True):
        for offset, size in _pieces(track.samples, first, last):
            _copy(source, offset, size, target)


def _pieces(samples: Samples, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield offset and length of the pieces in which samples follow each other."""
    offsets, sizes = samples.offsets[first:last], samples.sizes[first:last]
    if not len(offsets):
        return
    breaks = np.flatnonzero(offsets[1:] != offsets[:-1] + sizes[:-1]) + 1
    for group in np.split(np.arange(len(offsets)), breaks):
        begin, end = int(group[0]), int(group[-1])
        yield int(offsets[begin]), int(offsets[end] + sizes[end] - offsets[begin])


def _copy(source: BinaryIO, offset: int, size: int, target: BinaryIO) -> None:
    source.seek(offset)
    while size:
        block = source.read(min(size, _BLOCK_BYTES))
        if not block:
            raise OSError("the source became shorter while it was read")
        target.write(block)
        size -= len(block)
