"""What a track says of its colours (`colr`, ISO/IEC 14496-12, 12.1.5; numbers: ISO/IEC 23091-2)."""

from __future__ import annotations

from convert_media.video.tracks import Track

UNSPECIFIED = 2
_HDR_TRANSFERS = {16: "PQ", 18: "HLG"}
_KINDS = (b"nclx", b"nclc")
"""As the standard and as QuickTime calls it."""


def hdr_transfer(picture: Track) -> str | None:
    """Return the transfer function of HDR video, or None for video of a usual range."""
    return _HDR_TRANSFERS.get(_number(picture, 6))


def matrix_number(picture: Track) -> int:
    """Return the number of the matrix from luma and differences, or `UNSPECIFIED`."""
    return _number(picture, 8)


def _number(picture: Track, at: int) -> int:
    box = picture.setup(b"colr")
    if box is None or bytes(box.content[:4]) not in _KINDS:
        return UNSPECIFIED
    return box.values("H", at)[0]
