"""The playlist of HTTP Live Streaming: byte ranges of the one file (RFC 8216, version 7)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from convert_media.video.fragments import Fragment


def playlist(
    file_name: str, beginning_bytes: int, index_bytes: int, fragments: Sequence[Fragment]
) -> str:
    """Return the playlist of a file that begins with its tracks and its index."""
    longest = max(math.ceil(one.seconds) for one in fragments)
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(1, longest)}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{file_name}",BYTERANGE="{beginning_bytes}@0"',
    ]
    at = beginning_bytes + index_bytes
    for one in fragments:
        lines += [
            f"#EXTINF:{one.seconds:.6f},",
            f"#EXT-X-BYTERANGE:{one.file_bytes}@{at}",
            file_name,
        ]
        at += one.file_bytes
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])
