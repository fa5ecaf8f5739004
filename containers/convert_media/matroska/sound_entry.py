"""The sample entry of sound as MP4 has it, from what a track of Matroska says of its codec.

Sources: https://www.matroska.org/technical/codec_specs.html; Opus in ISO base media files
(https://opus-codec.org/docs/opus_in_isobmff.html, 4.3); https://github.com/xiph/flac/blob/master/doc/isoflac.txt
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from convert_media.matroska import numbers
from convert_media.matroska.descriptors import AAC, MP3, descriptors
from convert_media.matroska.ebml import Element, damaged
from convert_media.video.boxes import Box
from convert_media.video.made_track import sound_entry
from convert_media.video.write_boxes import box, full_box
from convert_media.video.write_boxes import numbers as packed

OPUS_SAMPLES_A_SECOND = 48_000
_OPUS_HEAD = struct.Struct("<8s2BHIhB")


def sound_entry_of(entry: Element, codec: str) -> Box | None:
    """Return the sample entry of a track, or None where browsers have no name for its codec.

    Raises:
        SourceDamaged: what its decoder is to know is missing or cut.
    """
    known = _ENTRIES.get(codec)
    if known is None:
        return None
    channels = entry.whole(numbers.AUDIO, numbers.CHANNELS, otherwise=1)
    rate = entry.real(numbers.AUDIO, numbers.SAMPLES_A_SECOND, otherwise=8000.0)
    if not 1 <= channels <= 255 or not 1 <= rate <= 1e6:
        raise damaged(numbers.AUDIO)
    kind, setup = known(entry.data(numbers.CODEC_PRIVATE))
    samples = OPUS_SAMPLES_A_SECOND if kind == b"Opus" else round(rate)
    return Box(kind, memoryview(sound_entry(channels, samples, [setup])))


def opus_delay_nanoseconds(private: bytes) -> int:
    """Return how much of the beginning an Opus decoder leaves out."""
    _, _, _, skipped, _, _, _ = _opus_head(private)
    return round(skipped * 1e9 / OPUS_SAMPLES_A_SECOND)


def _opus(private: bytes) -> tuple[bytes, bytes]:
    _, _, channels, skipped, rate, gain, family = _opus_head(private)
    head = packed("2BHIhB", 0, channels, skipped, rate, gain, family)
    places = private[_OPUS_HEAD.size : _OPUS_HEAD.size + 2 + channels] if family else b""
    if family and len(places) != 2 + channels:
        raise damaged(numbers.CODEC_PRIVATE)
    return b"Opus", box(b"dOps", head, places)


def _opus_head(private: bytes) -> tuple[bytes, int, int, int, int, int, int]:
    if len(private) < _OPUS_HEAD.size or not private.startswith(b"OpusHead"):
        raise damaged(numbers.CODEC_PRIVATE)
    mark, version, channels, skipped, rate, gain, family = _OPUS_HEAD.unpack_from(private)
    return mark, version, channels, skipped, rate, gain, family


def _aac(private: bytes) -> tuple[bytes, bytes]:
    if not 2 <= len(private) <= 256:
        raise damaged(numbers.CODEC_PRIVATE)
    return b"mp4a", descriptors(AAC, private)


def _mp3(_: bytes) -> tuple[bytes, bytes]:
    return b"mp4a", descriptors(MP3, b"")


def _flac(private: bytes) -> tuple[bytes, bytes]:
    """Keep the first block of metadata, which the decoder needs, and none that has tags."""
    if len(private) < 42 or private[:4] != b"fLaC" or private[4] & 0x7F:
        raise damaged(numbers.CODEC_PRIVATE)
    return b"fLaC", full_box(b"dfLa", 0, 0, b"\x80" + private[5:42])


_ENTRIES: dict[str, Callable[[bytes], tuple[bytes, bytes]]] = {
    "A_OPUS": _opus,
    "A_AAC": _aac,
    "A_MPEG/L3": _mp3,
    "A_FLAC": _flac,
}
