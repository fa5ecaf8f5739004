"""Read playlists of HTTP Live Streaming by the rules of RFC 8216, strictly."""

from __future__ import annotations

import re
from dataclasses import dataclass

ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"\r\n]*"|[^",\s]+)(?:,|$)')


@dataclass(frozen=True)
class Segment:
    """One segment: seconds, and where its bytes are in which file."""

    seconds: float
    uri: str
    start: int
    length: int


@dataclass(frozen=True)
class MediaPlaylist:
    """The segments of one rendition behind the range of its beginning."""

    target_seconds: int
    beginning: tuple[str, int, int]
    segments: tuple[Segment, ...]


def attributes(text: str) -> dict[str, str]:
    """Return an attribute list (4.2); each name once, nothing between."""
    found = ATTRIBUTE.findall(text)
    assert "".join(f"{name}={value}," for name, value in found) == f"{text},"
    assert len({name for name, _ in found}) == len(found)
    return {name: value.strip('"') for name, value in found}


def read_multivariant(text: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the variants, with `URI`, and the other renditions (4.3.4)."""
    lines = text.splitlines()
    assert lines[0] == "#EXTM3U" and lines[1] == "#EXT-X-VERSION:7"
    variants, others = [], []
    for number, line in enumerate(lines):
        kind, _, rest = line.partition(":")
        assert kind != "#EXTINF"
        if kind == "#EXT-X-STREAM-INF":
            uri = lines[number + 1]
            assert uri and not uri.startswith("#")
            variants.append({**attributes(rest), "URI": uri})
        elif kind == "#EXT-X-MEDIA":
            others.append(attributes(rest))
    groups = {one["GROUP-ID"] for one in others}
    assert all({"BANDWIDTH", "CODECS", "RESOLUTION"} <= one.keys() for one in variants)
    assert {one["AUDIO"] for one in variants if "AUDIO" in one} == groups
    return variants, others


def read_media(text: str) -> MediaPlaylist:
    """Return the segments of a playlist (4.3.2 and 4.3.3)."""
    lines = text.splitlines()
    assert lines[0] == "#EXTM3U" and lines[-1] == "#EXT-X-ENDLIST" and text.endswith("\n")
    tags = dict(line.partition(":")[::2] for line in lines if line.startswith("#EXT-X-"))
    first = attributes(tags["#EXT-X-MAP"])
    length, _, start = first["BYTERANGE"].partition("@")
    pattern = r"#EXTINF:(\d+\.\d+),\n#EXT-X-BYTERANGE:(\d+)@(\d+)\n([^#\n]+)\n"
    segments = tuple(
        Segment(float(seconds), uri, int(at), int(size))
        for seconds, size, at, uri in re.findall(pattern, text)
    )
    target = int(tags["#EXT-X-TARGETDURATION"])
    assert segments and len(segments) == text.count("#EXTINF")
    assert all(round(one.seconds) <= target for one in segments)
    return MediaPlaylist(target, (first["URI"], int(start), int(length)), segments)
