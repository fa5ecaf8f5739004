"""A track of Matroska as one of MP4: its sample entry, its boxes, and where its samples are."""

from __future__ import annotations

from functools import partial
from typing import BinaryIO

from conversion_runtime.errors import SourceUnsupported
from convert_media.matroska import numbers
from convert_media.matroska.ebml import Element, damaged
from convert_media.matroska.frames import MICROSECONDS, Clock, Frames, samples_of
from convert_media.matroska.picture_entry import Coded, picture_entry_of
from convert_media.matroska.sound_entry import opus_delay_nanoseconds, sound_entry_of
from convert_media.matroska.vp9 import HEADER_BYTES
from convert_media.video.boxes import Box, name_of
from convert_media.video.made_track import made_track
from convert_media.video.samples import Samples
from convert_media.video.tracks import SOUND, VIDEO, Track
from convert_media.video.write_boxes import box, full_box
from convert_media.video.write_boxes import numbers as packed

_HANDLERS = {1: VIDEO, 2: SOUND, 17: "text"}
LONGEST_CODEC_NAME = 40


def track_of(
    entry: Element, file: BinaryIO, file_bytes: int, frames: Frames, clock: Clock
) -> Track:
    """Return a track; `clock` without the length of a frame, which the entry may tell.

    Raises:
        SourceDamaged, SourceUnsupported: as `picture_entry_of` and `sound_entry_of` say.
    """
    lasts = entry.whole(numbers.DEFAULT_DURATION)
    clock = Clock(clock.tick_nanoseconds, lasts, clock.end_microseconds)
    handler = _HANDLERS.get(entry.whole(numbers.TRACK_TYPE), "none")
    codec = _codec(entry)
    read = partial(samples_of, frames, clock, file_bytes)
    size, rotation, edits = (0, 0), 0, b""
    if handler == VIDEO and len(frames):
        coded = Coded(entry, _first(file, frames), _frames_a_second(frames, clock))
        described: Box | None = picture_entry_of(coded, codec)
        size, rotation = coded.size, _rotation(entry)
    else:
        described = sound_entry_of(entry, codec) if handler == SOUND else None
        edits = _delay(entry, codec) if described is not None else b""
    if described is None or described.kind == b"none":
        described = Box(b"none", memoryview(b"") if described is None else described.content)
    return Track(
        number=entry.whole(numbers.TRACK_NUMBER),
        handler=handler,
        codec=codec if described.kind == b"none" else name_of(described.kind),
        time_scale=MICROSECONDS,
        rotation_degrees=rotation,
        box=made_track(handler, MICROSECONDS, size, rotation, edits),
        description=described,
        count=len(frames),
        read=_refuse if entry.find(numbers.ENCODINGS) else read,
    )


def _codec(entry: Element) -> str:
    name = entry.data(numbers.CODEC)[:LONGEST_CODEC_NAME]
    if not name:
        raise damaged(numbers.CODEC)
    return name_of(name.rstrip(b"\0"))


def _first(file: BinaryIO, frames: Frames) -> bytes:
    file.seek(frames.offsets[0])
    return file.read(min(HEADER_BYTES, frames.sizes[0]))


def _frames_a_second(frames: Frames, clock: Clock) -> float:
    if clock.frame_nanoseconds:
        return 1e9 / clock.frame_nanoseconds
    seconds = (max(frames.ticks) - min(frames.ticks)) * clock.tick_nanoseconds / 1e9
    return (len(frames) - 1) / seconds if seconds else 0.0


def _rotation(entry: Element) -> int:
    """Return the turn clockwise in steps of 90 degrees; Matroska counts the other way."""
    roll = entry.real(numbers.VIDEO, numbers.PROJECTION, numbers.ROLL)
    if not abs(roll) <= 360:
        raise damaged(numbers.PROJECTION)
    return round(-roll / 90) % 4 * 90


def _delay(entry: Element, codec: str) -> bytes:
    """Return the edit list that leaves out what the decoder needs before it is right (5.1.4.1)."""
    delay = entry.whole(numbers.CODEC_DELAY)
    if not delay and codec == "A_OPUS":
        delay = opus_delay_nanoseconds(entry.data(numbers.CODEC_PRIVATE))
    microseconds = round(delay / 1000)
    if not 0 < microseconds < MICROSECONDS:
        return b""
    entries = packed("IIii", 1, 0, microseconds, 0x10000)
    return box(b"edts", full_box(b"elst", 0, 0, entries))


def _refuse() -> Samples:
    raise SourceUnsupported(
        "frames of the track are compressed or encrypted by the container",
        expected="coded frames as they are: remux the file without compression",
        where="ContentEncodings",
    )
