"""Codecs as playlists name them (RFC 6381, 3.3), from the setup of a track.

Sources: ISO/IEC 14496-15, Annex E (`avc1`, `hvc1`); https://aomediacodec.github.io/av1-isobmff/#codecsparam;
https://www.webmproject.org/vp9/mp4/ (`vp09`); ISO/IEC 14496-1, 7.2.6.5 (`mp4a`).
"""

from __future__ import annotations

from collections.abc import Callable

from convert_media.video.boxes import Box, damaged
from convert_media.video.tracks import Track

_AAC_LOW_COMPLEXITY = 2
_OBJECT_TYPE_OF_AAC = 0x40


def codec_name(track: Track) -> str:
    """Return the name, with profile and level where the codec has them.

    Raises:
        SourceDamaged: the setup is missing or cut.
    """
    known = _NAMES.get(track.codec)
    return track.codec if known is None else known(track)


def _setup(track: Track, kind: bytes) -> Box:
    found = track.setup(kind)
    if found is None:
        raise damaged(track.description.kind, expected=kind)
    return found


def _h264(track: Track) -> str:
    profile, constraints, level = _setup(track, b"avcC").values("3B", 1)
    return f"{track.codec}.{profile:02X}{constraints:02X}{level:02X}"


def _hevc(track: Track) -> str:
    box = _setup(track, b"hvcC")
    (first,) = box.values("B", 1)
    (compatible,) = box.values("I", 2)
    constraints = bytes(box.values("6B", 6)).rstrip(b"\0")
    (level,) = box.values("B", 12)
    space = ("", "A", "B", "C")[first >> 6]
    tier = "H" if first & 0x20 else "L"
    turned = int(f"{compatible:032b}"[::-1], 2)
    parts = [track.codec, f"{space}{first & 0x1F}", f"{turned:X}", f"{tier}{level}"]
    return ".".join([*parts, *(f"{one:X}" for one in constraints)])


def _vp9(track: Track) -> str:
    profile, level, depth = _setup(track, b"vpcC").values("3B", 4)
    return f"vp09.{profile:02d}.{level:02d}.{depth >> 4:02d}"


def _av1(track: Track) -> str:
    second, third = _setup(track, b"av1C").values("2B", 1)
    tier = "H" if third & 0x80 else "M"
    depth = 8 if not third & 0x40 else 12 if third & 0x20 else 10
    return f"av01.{second >> 5}.{second & 0x1F:02d}{tier}.{depth:02d}"


def _mpeg4_sound(track: Track) -> str:
    """Return the kind of AAC: its first five bits stand behind two descriptors (tags 4 and 5)."""
    content = bytes(track.description.content)
    at = content.find(b"esds")
    config = content.find(b"\x04", at + 8) if at >= 0 else -1
    kind = _of_descriptor(content, config)
    if kind != _OBJECT_TYPE_OF_AAC:
        return f"mp4a.{kind:02X}"
    special = content.find(b"\x05", config + 14)
    first = _of_descriptor(content, special) >> 3 if special >= 0 else _AAC_LOW_COMPLEXITY
    return f"mp4a.40.{first}"


def _of_descriptor(content: bytes, at: int) -> int:
    """Return the first byte behind the tag and the length of a descriptor."""
    if at < 0:
        raise damaged(b"mp4a", expected=b"esds")
    for place in range(at + 1, min(at + 5, len(content) - 1)):
        if not content[place] & 0x80:
            return content[place + 1]
    raise damaged(b"esds")


_NAMES: dict[str, Callable[[Track], str]] = {
    "avc1": _h264,
    "avc3": _h264,
    "hvc1": _hevc,
    "hev1": _hevc,
    "vp09": _vp9,
    "av01": _av1,
    "mp4a": _mpeg4_sound,
}
