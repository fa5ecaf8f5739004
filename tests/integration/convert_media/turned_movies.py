"""Turn the pictures of a movie by its matrix, and cut its end by its edit lists."""

from __future__ import annotations

import struct

FIXED = 0x10000
UPRIGHT = struct.pack(">8i", FIXED, 0, 0, 0, FIXED, 0, 0, 0)
MATRICES = {
    90: struct.pack(">8i", 0, FIXED, 0, -FIXED, 0, 0, 0, 0),
    180: struct.pack(">8i", -FIXED, 0, 0, 0, -FIXED, 0, 0, 0),
    270: struct.pack(">8i", 0, -FIXED, 0, FIXED, 0, 0, 0, 0),
}
"""By degrees clockwise (ISO/IEC 14496-12, 6.2.2); the translation is left out, as cameras do."""


def turned(content: bytes, degrees: int) -> bytes:
    """Return a file whose first track is to be turned."""
    at = content.index(UPRIGHT, content.index(b"tkhd"))
    return content[:at] + MATRICES[degrees] + content[at + len(UPRIGHT) :]


def cut_end(content: bytes, share: float) -> bytes:
    """Return a file whose edit lists, which have one edit, last a part of what they did."""
    changed, at = bytearray(content), content.find(b"elst")
    while at >= 0:
        version, count, lasts = struct.unpack_from(">3I", content, at + 4)
        assert (version, count) == (0, 1)
        struct.pack_into(">I", changed, at + 12, round(share * lasts))
        at = content.find(b"elst", at + 4)
    return bytes(changed)
