"""Read a fragmented MP4 and its playlist (ISO/IEC 14496-12, 8.8; RFC 8216)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of the boxes that are in others or in a file."""
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        assert size >= 8
        yield data[at + 4 : at + 8], data[at + 8 : at + size]
        at += size
    assert at == len(data)


def track_bytes(data: bytes, number: int) -> bytes:
    """Return all coded samples of a track, one behind the other."""
    found, at = b"", 0
    for kind, content in boxes(data):
        if kind == b"moof":
            for offset, size in _runs(content, number):
                found += data[at + offset : at + offset + size]
        at += 8 + len(content)
    return found


def _runs(moof: bytes, number: int) -> Iterator[tuple[int, int]]:
    for kind, traf in boxes(moof):
        if kind != b"traf":
            continue
        parts = dict(boxes(traf))
        (track,) = struct.unpack_from(">I", parts[b"tfhd"], 4)
        if track == number:
            count, offset = struct.unpack_from(">2I", parts[b"trun"], 4)
            rows = struct.iter_unpack(">4I", parts[b"trun"][12:])
            sizes = [size for _, size, _, _ in rows]
            assert len(sizes) == count
            yield offset, sum(sizes)


def segments(playlist: str) -> tuple[tuple[int, int], list[tuple[float, int, int]]]:
    """Return start and length of the beginning, and seconds, start and length of each segment."""
    first = re.search(r'#EXT-X-MAP:URI="web.mp4",BYTERANGE="(\d+)@(\d+)"', playlist)
    assert first is not None
    found = re.findall(r"#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@(\d+)\nweb\.mp4\n", playlist)
    return (int(first[2]), int(first[1])), [(float(s), int(at), int(n)) for s, n, at in found]
