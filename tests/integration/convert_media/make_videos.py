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
QUARTER_TURN = bytes(4) + b"\0\1\0\0" + bytes(4) + b"\xff\xff\0\0" + bytes(16)


def main(folder: str) -> None:
    """Write a video as it is, and one whose picture is to be turned by a quarter."""
    plain = Path(folder) / "plain.mp4"
    write(plain)
    content = plain.read_bytes()
    at = content.index(UPRIGHT, content.index(b"tkhd"))
    turned = content[:at] + QUARTER_TURN + content[at + len(UPRIGHT) :]
    (Path(folder) / "turned.mp4").write_bytes(turned)


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


if __name__ == "__main__":
    main(*sys.argv[1:])
