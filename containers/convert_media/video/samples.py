"""Where each sample of a track is, and when (ISO/IEC 14496-12, 8.6 and 8.7).

A sample is one coded picture or a piece of sound. Every count is compared with the bytes that are
there before anything is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_media.video.boxes import Box, damaged

Whole = NDArray[np.int64]

MOST_SAMPLES = 5_000_000
"""Of one track; a day of video at 50 frames a second."""


@dataclass(frozen=True)
class Samples:
    """The samples of a track in decoding order; times in units of the track's time scale.

    `shifts` are from decoding to composition; `keys` says which can be decoded without others.
    """

    offsets: Whole
    sizes: Whole
    times: Whole
    durations: Whole
    shifts: Whole
    keys: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.sizes)

    def itself(self) -> Samples:
        """Return these samples, as a reader of those that are known already."""
        return self

    @property
    def end(self) -> int:
        """Return when the last sample ends."""
        return int(self.times[-1] + self.durations[-1]) if len(self) else 0


def read_samples(table: Box, file_bytes: int) -> Samples:
    """Read a sample table.

    Raises:
        SourceDamaged: its parts contradict each other, or a sample is outside of the file.
        SourceTooComplex: there are too many samples.
    """
    sizes = _sizes(table)
    durations = _spread(table.require(b"stts"), len(sizes), signed=False)
    shift_box = table.find(b"ctts")
    # Version 0 has no negative shifts, by the standard; old writers have them all the same.
    shifts = _spread(shift_box, len(sizes), signed=True) if shift_box else np.zeros_like(sizes)
    offsets = _offsets(table, sizes)
    require_there(offsets, sizes, file_bytes)
    times = np.concatenate(([0], np.cumsum(durations)[:-1])) if len(sizes) else sizes
    return Samples(offsets, sizes, times, durations, shifts, _keys(table, len(sizes)))


def require_there(offsets: Whole, sizes: Whole, file_bytes: int) -> None:
    """Require that every sample is there, and once: else a small file would become a large one."""
    if len(sizes) and int((offsets + sizes).max()) > file_bytes:
        raise SourceDamaged("a part of the file is missing", found=f"{file_bytes} bytes")
    if int(sizes.sum()) > file_bytes:
        raise SourceDamaged(
            "samples of a track are in the same place",
            found=f"{int(sizes.sum())} bytes of samples",
            expected=f"at most {file_bytes} bytes",
        )


def _sizes(table: Box) -> Whole:
    box = table.require(b"stsz")
    _, constant, count = box.values("3I")
    if count > MOST_SAMPLES:
        raise SourceTooComplex(
            "a track has too many samples",
            found=str(count),
            expected=f"at most {MOST_SAMPLES}",
        )
    return np.full(count, constant, np.int64) if constant else _numbers(box, 12, count, ">u4")


def _spread(box: Box, samples: int, *, signed: bool) -> Whole:
    """Return a value for each sample from runs of equal ones."""
    (count,) = box.values("I", 4)
    runs = _numbers(box, 8, 2 * count, ">u4").reshape(-1, 2)
    lengths, values = runs[:, 0], runs[:, 1]
    if int(lengths.sum()) != samples:
        raise damaged(box.kind)
    if signed:
        values = values.astype(np.int32).astype(np.int64)
    return np.repeat(values, lengths)


def _offsets(table: Box, sizes: Whole) -> Whole:
    """Return where each sample begins: samples follow each other in chunks."""
    box = table.find(b"stco") or table.require(b"co64")
    (count,) = box.values("I", 4)
    chunks = _numbers(box, 8, count, ">u4" if box.kind == b"stco" else ">u8")
    each = _samples_of_chunks(table.require(b"stsc"), count)
    if int(each.sum()) != len(sizes):
        raise damaged(box.kind)
    before = np.concatenate(([0], np.cumsum(sizes)))
    first = np.concatenate(([0], np.cumsum(each)))[:-1]
    return before[:-1] + np.repeat(chunks - before[first], each)


def _samples_of_chunks(box: Box, chunks: int) -> Whole:
    (count,) = box.values("I", 4)
    runs = _numbers(box, 8, 3 * count, ">u4").reshape(-1, 3)
    starts = runs[:, 0] - 1
    lengths = np.diff(np.append(starts, chunks))
    if chunks and (not count or starts[0] != 0 or (lengths < 0).any()):
        raise damaged(box.kind)
    each = np.repeat(runs[:, 1], lengths) if chunks else np.zeros(0, np.int64)
    if int(each.max(initial=0)) > MOST_SAMPLES:
        raise damaged(box.kind)
    return each


def _keys(table: Box, samples: int) -> NDArray[np.bool_]:
    """Return which samples are sync samples; all, where the table does not say."""
    box = table.find(b"stss")
    if box is None:
        return np.ones(samples, np.bool_)
    (count,) = box.values("I", 4)
    numbers = _numbers(box, 8, count, ">u4")
    if len(numbers) and (numbers.min() < 1 or numbers.max() > samples):
        raise damaged(box.kind)
    keys = np.zeros(samples, np.bool_)
    keys[numbers - 1] = True
    return keys


def _numbers(box: Box, at: int, count: int, form: str) -> Whole:
    kind = np.dtype(form)
    if at + count * kind.itemsize > len(box.content):
        raise damaged(box.kind)
    found = np.frombuffer(box.content, kind, count, at).astype(np.int64)
    if (found < 0).any():
        raise damaged(box.kind)
    return found
