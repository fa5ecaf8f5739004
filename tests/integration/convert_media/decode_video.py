"""Decode a whole video with FFmpeg's own reader, and print what it shows and when.

`python decode_video.py FILE`, run by the interpreter of the image.
"""

from __future__ import annotations

import json
import sys
import zlib

import cv2


def main(path: str) -> None:
    """Print the time and a checksum of every frame."""
    capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG)
    times, checksums = [], []
    while True:
        found, picture = capture.read()
        if not found:
            break
        times.append(round(capture.get(cv2.CAP_PROP_POS_MSEC), 3))
        checksums.append(zlib.crc32(picture.tobytes()))
    print(json.dumps({"times": times, "checksums": checksums}))


if __name__ == "__main__":
    main(*sys.argv[1:])
