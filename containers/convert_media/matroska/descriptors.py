"""The descriptors of MPEG-4 in a box `esds` (ISO/IEC 14496-1, 7.2.6; ISO/IEC 14496-14, 5.6)."""

from __future__ import annotations

from convert_media.video.write_boxes import full_box, numbers

MPEG4_VISUAL, AAC, MP3 = 0x20, 0x40, 0x6B
_VISUAL_STREAM, _SOUND_STREAM = 0x11, 0x15


def descriptors(kind: int, configuration: bytes) -> bytes:
    """Return a box `esds` of a kind of coding and what its decoder is to know."""
    stream = _VISUAL_STREAM if kind == MPEG4_VISUAL else _SOUND_STREAM
    special = _descriptor(5, configuration) if configuration else b""
    decoder = _descriptor(4, numbers("2B", kind, stream) + bytes(11) + special)
    content = _descriptor(3, numbers("HB", 0, 0) + decoder + _descriptor(6, b"\2"))
    return full_box(b"esds", 0, 0, content)


def _descriptor(tag: int, content: bytes) -> bytes:
    length = len(content)
    spread = [length >> shift & 0x7F | 0x80 for shift in (21, 14, 7)]
    return bytes([tag, *spread, length & 0x7F]) + content
