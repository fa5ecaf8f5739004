"""The track of a coded rendition: its sample entry and its samples at the times of the source.

AV1 in ISO base media files: https://aomediacodec.github.io/av1-isobmff/
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from conversion_runtime.errors import SourceTooComplex
from convert_media.ladder.rungs import Rung
from convert_media.video.boxes import Box
from convert_media.video.made_track import colour_box, made_track, picture_entry
from convert_media.video.samples import Samples, Whole
from convert_media.video.tracks import VIDEO, Track
from convert_media.video.write_boxes import box, numbers

CODEC = b"av01"
SRGB_OF_BT601 = (1, 13, 6)
"""Primaries, transfer and matrix that the encoder writes (ISO/IEC 23091-2)."""


def coded_track(
    source: Track, rung: Rung, sizes: Sequence[int], starts: Sequence[int], configuration: bytes
) -> Track:
    """Return the track of pictures that follow each other in a file.

    `sizes` in bytes; `starts` are the pictures that need none before. They are decoded in the order
    in which they are shown, each when the source shows it.
    """
    samples = _samples(source, sizes, starts)
    content = _entry(source, rung, configuration)
    return Track(
        number=1,
        handler=VIDEO,
        codec=CODEC.decode(),
        time_scale=source.time_scale,
        rotation_degrees=0,
        box=made_track(VIDEO, source.time_scale, (rung.width, rung.height), edits=_edits(source)),
        description=Box(CODEC, memoryview(content)),
        count=len(samples),
        read=samples.itself,
    )


def shown_times(samples: Samples) -> Whole:
    """Return when pictures are shown, in their order; from 0 where the first would be before it."""
    times: Whole = np.sort(samples.times + samples.shifts)
    times -= min(0, int(times[0]))
    return times


def shown_starts(samples: Samples, starts: Sequence[int]) -> list[int]:
    """Return which pictures, in the order shown, are those that fragments begin with."""
    times = samples.times + samples.shifts
    order = np.sort(times)
    found = np.searchsorted(order, times[list(starts)]).tolist()
    return [0, *(one for one in found[1:])]


def _samples(source: Track, sizes: Sequence[int], starts: Sequence[int]) -> Samples:
    lengths = np.array(sizes, np.int64)
    times = shown_times(source.samples)
    last = int(source.samples.durations[-1])
    keys = np.zeros(len(lengths), np.bool_)
    keys[list(starts)] = True
    offsets = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    durations = np.append(np.diff(times), last)
    return Samples(offsets, lengths, times, durations, np.zeros_like(lengths), keys)


def _entry(source: Track, rung: Rung, configuration: bytes) -> bytes:
    """Return the content of the sample entry (12.1.3), without the name of an encoder."""
    boxes = [box(b"av1C", configuration), colour_box(*SRGB_OF_BT601)]
    aspect = source.setup(b"pasp")
    boxes = [
        box(b"av1C", configuration),
        box(b"colr", b"nclx", numbers("3HB", *SRGB_OF_BT601, 0)),
    ]
    if aspect is not None:
        across, down = aspect.values("2I")
        turned = (down, across) if source.is_on_its_side else (across, down)
        boxes.append(box(b"pasp", numbers("2I", *turned)))
    return picture_entry(rung.width, rung.height, boxes)


def _edits(source: Track) -> bytes:
    """Return the edit list of the source, as `shown_times` counts."""
    edits = source.box.find(b"edts", b"elst")
    if edits is None:
        return b""
    content = bytearray(edits.content)
    count, long = edits.values("I", 4)[0], content[0] == 1
    step, form, at = (20, "q", 8) if long else (12, "i", 4)
    if count > (len(content) - 8) // step:
        raise SourceTooComplex("the edit list is longer than its box", where="elst")
    first = min(0, int((source.samples.times + source.samples.shifts).min()))
    for number in range(count):
        place = 8 + number * step + at
        (time,) = edits.values(form, place)
        if time >= 0:
            later = numbers(form, max(0, time - first))
            content[place : place + len(later)] = later
    return box(b"edts", box(b"elst", bytes(content)))
