"""Video: our ladder beside the bare encoder, in processor seconds.

The bare work is what no ladder can do without: decode all pictures, scale them, code them with the
same encoder, speed and quality as one sequence. Ours also cuts, reads samples back, copies the
source and writes playlists.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.harness import Result, Unavailable
from benchmarks.photos import PYTHON, SAMPLES, order_of, processor_seconds
from twin.spatial.converters.video_to_ladder import CONVERTER

VIDEO = SAMPLES / "video" / "max-heromode.mp4"
PIXELS = 315 * (636 * 360 + 424 * 240)

BARE = """
import sys
import cv2
from PIL import Image
for size in ((636, 360), (424, 240)):
    capture, pictures = cv2.VideoCapture(sys.argv[1]), []
    while (read := capture.read())[0]:
        small = cv2.resize(read[1], size, interpolation=cv2.INTER_AREA)
        pictures.append(Image.fromarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB)))
    pictures[0].save(
        "bare.avif", save_all=True, append_images=pictures[1:], codec="aom", speed=8,
        quality=int(sys.argv[2]), subsampling="4:2:0", range="limited",
    )
"""


def run() -> list[Result]:
    """Measure the whole conversion.

    Raises:
        Unavailable: the converter's environment or the video is missing.
    """
    if not PYTHON.is_file():
        raise Unavailable(f"no environment of the media converter at {PYTHON}: run `make setup`")
    if not VIDEO.is_file():
        raise Unavailable("no video: set TWIN_SAMPLES")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quality = str(CONVERTER.parameters["quality"])
        bare = processor_seconds(PYTHON, ["-c", BARE, str(VIDEO), quality], folder)
        order = order_of(VIDEO, folder, CONVERTER.name, dict(CONVERTER.parameters))
        step = ["-m", "conversion_runtime.step", "convert_media", order]
        ours = processor_seconds(PYTHON, step, folder)
    return [
        Result("video: ladder of two renditions", ours, "cpu-s", "bare encoder", bare),
        Result("video: coded pixels", PIXELS / ours / 1e6, "Mpixel/cpu-s"),
    ]
