"""Decode the renditions of a ladder with dav1d, and compare each picture with the source's.

`python decode_ladder.py SOURCE FOLDER`, run by the interpreter of the image; prints a JSON object
by file: how many pictures, and the mean and the least ratio of signal to noise of luma in decibels.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from convert_media.video.av1_pictures import AV1, decode_av1, read_samples_of
from convert_media.video.colour import correction
from convert_media.video.movie_file import read_movie_file

LUMA = np.array([0.299, 0.587, 0.114])


def main(source: str, folder: str) -> None:
    """Print what each rendition is like."""
    found = {path.name: compare(source, path) for path in sorted(Path(folder).glob("av1_*.mp4"))}
    print(json.dumps(found))


def compare(source: str, rendition: Path) -> dict[str, Any]:
    """Compare a rendition with the source in its size."""
    (track,) = read_movie_file(rendition).tracks
    content = rendition.read_bytes()
    places = zip(track.samples.offsets.tolist(), track.samples.sizes.tolist(), strict=True)
    decoded = decode_av1(track, [content[at : at + size] for at, size in places])
    ratios = [
        ratio(np.asarray(picture, np.float64) @ LUMA, wanted)
        for picture, wanted in zip(decoded, originals(source, track.size), strict=True)
    ]
    return {
        "pictures": len(ratios),
        "size": track.size,
        "mean": float(np.mean(ratios)),
        "least": min(ratios),
        "times": track.samples.times.tolist(),
        "keys": np.flatnonzero(track.samples.keys).tolist(),
        "scale": track.time_scale,
    }


def originals(source: str, size: tuple[int, int]) -> Iterator[Any]:
    """Yield the luma of the source's pictures in a size."""
    track = read_movie_file(Path(source)).tracks[0]
    if track.codec == AV1:
        for picture in decode_av1(track, read_samples_of(track, Path(source), 0, track.count)):
            yield cv2.resize(np.asarray(picture), size, interpolation=cv2.INTER_AREA) @ LUMA
        return
    matrix = correction(track)
    capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG)
    while True:
        found, picture = capture.read()
        if not found:
            return
        small = cv2.cvtColor(
            cv2.resize(picture, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB
        )
        yield (small if matrix is None else cv2.transform(small, matrix)) @ LUMA


def ratio(found: Any, wanted: Any) -> float:  # noqa: ANN401 - arrays
    """Return the peak ratio of signal to noise in decibels."""
    return float(10 * np.log10(255**2 / max(1e-9, ((found - wanted) ** 2).mean())))


if __name__ == "__main__":
    main(*sys.argv[1:])
