"""What a track says of its colours, in numbers of ISO/IEC 23091-2.

Sources: `colr`, ISO/IEC 14496-12, 12.1.5; `vpcC`, https://www.webmproject.org/vp9/mp4/.
"""

from __future__ import annotations

from convert_media.video.tracks import Track

UNSPECIFIED = 2
PQ, HLG = "PQ", "HLG"
_HDR_TRANSFERS = {16: PQ, 18: HLG}
_KINDS = (b"nclx", b"nclc")
"""As the standard and as QuickTime calls it."""


def hdr_transfer(picture: Track) -> str | None:
    """Return the transfer function of HDR video, or None for video of a usual range."""
    _, transfer, _ = numbers_of(picture)
    return _HDR_TRANSFERS.get(transfer)


def matrix_number(picture: Track) -> int:
    """Return the number of the matrix from luma and differences, or `UNSPECIFIED`."""
    _, _, matrix = numbers_of(picture)
    return matrix


def numbers_of(picture: Track) -> tuple[int, int, int]:
    """Return primaries, transfer and matrix, each `UNSPECIFIED` where it is not told."""
    box = picture.setup(b"colr")
    if box is not None and bytes(box.content[:4]) in _KINDS:
        primaries, transfer, matrix = box.values("3H", 4)
        return primaries, transfer, matrix
    if (vp9 := picture.setup(b"vpcC")) is not None:
        primaries, transfer, matrix = vp9.values("3B", 7)
        return primaries, transfer, matrix
    return UNSPECIFIED, UNSPECIFIED, UNSPECIFIED
