"""Make videos that are hard to code anew: HDR, AV1, turned, of uneven times, cut by an edit list.

`python make_videos_of_kinds.py FOLDER HEVC AV1`, run by the interpreter of the image.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.integration.convert_media import code_rendition
from tests.integration.convert_media import matroska_files as mkv
from tests.integration.convert_media.make_matroska import with_more

SIZE = (320, 256)
GREYS = (0.0, 1.0, 10.0, 50.0, 100.0, 203.0, 400.0, 1000.0)
"""Candelas a square metre of the bars, from left to right."""

FRAMES, NINTH = 10, 8
BT2020, PQ, HLG = 9, 16, 18
TURNED = (b"\0\1\0\0" + bytes(12)) * 2
QUARTER_TURN = bytes(4) + b"\0\1\0\0" + bytes(4) + b"\xff\xff\0\0" + bytes(16)


def main(folder: str, hevc: str, av1: str) -> None:
    """Write all videos."""
    target = Path(folder)
    for name, transfer, value in (("pq.webm", PQ, pq), ("hlg.webm", HLG, hlg)):
        write(target / name, bars(value))
        coloured(target / name, transfer)
    plain = target.parent / "bars.webm"
    write(plain, bars(pq))
    work = target.parent / "coded"
    work.mkdir()
    code_rendition.main(str(work), str(plain))
    coded = (work / plain.name / "av1_own.mp4").read_bytes()
    numbers = struct.pack(">3H", BT2020, PQ, BT2020)
    (target / "pq_av1.mp4").write_bytes(coded.replace(b"nclx\0\1\0\x0d\0\6", b"nclx" + numbers))
    content = Path(hevc).read_bytes()
    (target / "turned.mov").write_bytes(turned(content))
    (target / "uneven.mov").write_bytes(uneven(content))
    (target / "cut.mov").write_bytes(cut(content))
    (target / "av1.mp4").write_bytes(Path(av1).read_bytes())
    (target / "turned_av1.mp4").write_bytes(turned(Path(av1).read_bytes()))


def pq(light: float) -> float:
    """Return the value of PQ of some light (BT.2100-2, table 4)."""
    root = (light / 10_000) ** (2610 / 16384)
    return float(((3424 / 4096 + 2413 / 128 * root) / (1 + 2392 / 128 * root)) ** (2523 / 32))


def hlg(light: float) -> float:
    """Return the value of HLG of a grey that a screen of 1000 shows with some light."""
    scene = (light / 1000) ** (1 / 1.2)
    if scene <= 1 / 12:
        return float((3 * scene) ** 0.5)
    return float(0.17883277 * np.log(12 * scene - 0.28466892) + 0.55991073)


def bars(value: Callable[[float], float]) -> NDArray[np.uint8]:
    """Return a picture of grey bars."""
    row = np.repeat([round(255 * value(one)) for one in GREYS], SIZE[0] // len(GREYS))
    return np.broadcast_to(row[None, :, None], (SIZE[1], SIZE[0], 3)).astype(np.uint8)


def write(path: Path, picture: NDArray[np.uint8]) -> None:
    """Write a still video by FFmpeg."""
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"VP90"), 5, SIZE)
    for _ in range(FRAMES):
        writer.write(picture)
    writer.release()


def coloured(path: Path, transfer: int) -> None:
    """Say of a file what its colours are, instead of what FFmpeg says.

    They are greys, which are the same by whichever matrix.
    """
    numbers = ((0x55B1, BT2020), (0x55BA, transfer), (0x55BB, BT2020))
    told = mkv.element(0x55B0, *(mkv.whole(*one) for one in numbers))
    content = path.read_bytes().replace(b"\x55\xb0", b"\x55\xff", 1)
    begin = content.index(mkv.SEGMENT.to_bytes(4, "big"))
    where = (mkv.SEGMENT, mkv.TRACKS, 0xAE, 0xE0)
    path.write_bytes(content[:begin] + with_more(content[begin:], where, told))


def turned(content: bytes) -> bytes:
    """Return a file whose picture is to be turned by a quarter."""
    at = content.index(TURNED, content.index(b"tkhd"))
    return content[:at] + QUARTER_TURN + content[at + len(TURNED) :]


def uneven(content: bytes) -> bytes:
    """Return a file without edit lists that has half as many pictures a second from the ninth on.

    The ninth is a key picture; those behind it are decoded, and shown after that, at half the rate.
    """
    times, shifts = content.index(b"stts") + 4, content.index(b"ctts") + 4
    count = struct.unpack_from(">I", content, shifts + 4)[0]
    rows = list(struct.iter_unpack(">2I", content[shifts + 8 : shifts + 8 + 8 * count]))
    assert all(length == 1 for length, _ in rows)
    later = [(1, value * (1 if number < NINTH else 2)) for number, (_, value) in enumerate(rows)]
    packed = b"".join(struct.pack(">2I", *row) for row in later)
    content = content[: shifts + 8] + packed + content[shifts + 8 + len(packed) :]
    new = struct.pack(">I4s6I", 32, b"stts", 0, 2, NINTH, 1024, count - NINTH, 2048)
    return grown(content.replace(b"edts", b"free"), times - 8, 24, new)


def cut(content: bytes) -> bytes:
    """Return a file whose edit list leaves out its first four pictures (of 1024 units each)."""
    at = content.index(b"elst") + 4
    (first,) = struct.unpack_from(">i", content, at + 12)
    later = struct.pack(">i", first + 4 * 1024)
    return content[: at + 12] + later + content[at + 16 :]


def grown(content: bytes, begin: int, length: int, new: bytes) -> bytes:
    """Return a file with another box of its first track, and the sizes of those that it is in."""
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
        at = content.index(kind, content.index(b"moov")) - 4
        size = struct.unpack_from(">I", content, at)[0] + len(new) - length
        content = content[:at] + struct.pack(">I", size) + content[at + 4 :]
    return content[:begin] + new + content[begin + length :]


if __name__ == "__main__":
    main(*sys.argv[1:])
