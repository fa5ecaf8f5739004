"""Make videos that browsers do not play: Motion JPEG and MPEG-4 Visual, a gradient that moves.

`python make_videos_to_code.py FOLDER`, run by the interpreter of the image.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np

SIZE = (426, 320)
FRAMES_A_SECOND = 25
FRAMES = 101
"""Four seconds, which are a fragment, and one picture more."""

KINDS = (("motion_jpeg.mov", "MJPG"), ("mpeg4_visual.mp4", "mp4v"))


def main(folder: str) -> None:
    """Write one video of each kind."""
    width, height = SIZE
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    for name, code in KINDS:
        path = str(Path(folder) / name)
        fourcc = cv2.VideoWriter.fourcc(*code)
        writer = cv2.VideoWriter(path, cv2.CAP_FFMPEG, fourcc, FRAMES_A_SECOND, SIZE)
        for number in range(FRAMES):
            wave = 0.5 + 0.5 * np.sin(6 * across + 4 * down + number / 12)
            picture = np.stack([255 * across, 255 * down, 255 * wave], axis=2)
            writer.write(picture.astype(np.uint8))
        writer.release()


if __name__ == "__main__":
    main(*sys.argv[1:])
