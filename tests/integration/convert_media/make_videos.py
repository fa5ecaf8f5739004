"""Make videos with the decoder's own library: red, green, blue and white in the corners (VP9).

`python make_videos.py FOLDER`, run by the interpreter of the image.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np

SIZE = (128, 96)
FRAMES_A_SECOND = 25
FRAMES = 150
BLACK_FRAMES = 40
UPRIGHT = (b"\0\1\0\0" + bytes(12)) * 2
HIGH_SIZE = (1280, 720)
HIGH_CORNERS = ((170, 90, 80), (90, 160, 100), (90, 100, 170), (180, 180, 110))
BT601 = np.array(((0.299, 0.587, 0.114), (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312)))
BT709 = np.array(
    ((0.2126, 0.7152, 0.0722), (-0.114572, -0.385428, 0.5), (0.5, -0.454153, -0.045847))
)
QUARTER_TURN = bytes(4) + b"\0\1\0\0" + bytes(4) + b"\xff\xff\0\0" + bytes(16)


def main(folder: str) -> None:
    """Write a video as it is, one whose picture is to be turned by a quarter, and a large one."""
    plain = Path(folder) / "plain.mp4"
    write(plain)
    content = plain.read_bytes()
    at = content.index(UPRIGHT, content.index(b"tkhd"))
    turned = content[:at] + QUARTER_TURN + content[at + len(UPRIGHT) :]
    (Path(folder) / "turned.mp4").write_bytes(turned)
    write_high_definition(Path(folder) / "high.mp4")


def write(path: Path) -> None:
    """Write a video that begins in black."""
    writer = cv2.VideoWriter(
        str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"vp09"), FRAMES_A_SECOND, SIZE
    )
    width, height = SIZE
    for number in range(FRAMES):
        picture = np.zeros((height, width, 3), np.uint8)
        if number >= BLACK_FRAMES:
            picture[: height // 2, : width // 2] = (0, 0, 255)
            picture[: height // 2, width // 2 :] = (0, 255, 0)
            picture[height // 2 :, : width // 2] = (255, 0, 0)
            picture[height // 2 :, width // 2 :] = 255
        writer.write(picture)
    writer.release()


def write_high_definition(path: Path) -> None:
    """Write a video that is coded as BT.709, which players take for granted in this size.

    The writer codes as BT.601: it is given the colours that come out of it right.
    """
    width, height = HIGH_SIZE
    writer = cv2.VideoWriter(
        str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"vp09"), 4, HIGH_SIZE
    )
    given = [np.linalg.solve(BT601, BT709 @ np.array(one)) for one in HIGH_CORNERS]
    top, bottom = ([one[::-1] for one in row] for row in (given[:2], given[2:]))
    rows = [
        np.repeat(np.array(row)[None], height // 2, 0).repeat(width // 2, 1)
        for row in (top, bottom)
    ]
    picture = np.concatenate(rows).round().astype(np.uint8)
    for _ in range(4):
        writer.write(picture)
    writer.release()


if __name__ == "__main__":
    main(*sys.argv[1:])
