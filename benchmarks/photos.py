"""Photos: the whole conversion beside the bare work of the codecs, in processor seconds.

The bare work is what no converter can do without: decode, scale to 2560 pixels and to 512, encode
both as WebP of the same quality. Ours also reads Exif and XMP, turns, converts colours and checks.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.harness import Result, Unavailable
from benchmarks.image_process import ROOT, used
from twin.spatial.converters.photo_to_web import CONVERTER

PYTHON = ROOT / ".build" / "venvs" / "convert_media" / "bin" / "python"
SAMPLES = Path(os.environ.get("TWIN_SAMPLES", ROOT.parent / "shared" / "samples"))
LIMITS = {"memory_mebibytes": 2048, "timeout_seconds": 600}
RUNS = 3

BARE = """
import sys
from PIL import Image
image = Image.open(sys.argv[1])
for side, name in ((2560, "bare.webp"), (512, "small.webp")):
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    image.save(name, quality=82, method=4)
"""


def run() -> list[Result]:
    """Measure every real photo of more than a hundred kilobytes.

    Raises:
        Unavailable: the converter's environment or the photos are missing.
    """
    if not PYTHON.is_file():
        raise Unavailable(f"no environment of the media converter at {PYTHON}: run `make setup`")
    photos = [path for path in sorted(SAMPLES.glob("photo/*.jpg")) if path.stat().st_size > 100_000]
    if not photos:
        raise Unavailable("no photos: set TWIN_SAMPLES")
    return [_measure(photo) for photo in photos]


def _measure(photo: Path) -> Result:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = processor_seconds(PYTHON, ["-c", BARE, str(photo)], folder)
        order = order_of(photo, folder, CONVERTER.name, dict(CONVERTER.parameters))
        step = ["-m", "conversion_runtime.step", "convert_media", order]
        ours = processor_seconds(PYTHON, step, folder)
    return Result(f"{photo.name}: photo to web", ours, "cpu-s", "bare codecs", bare)


def order_of(
    source: Path, folder: Path, converter: str, parameters: dict[str, float | int | str]
) -> str:
    """Return the order of one conversion, as its processes tell each other."""
    names = {"converter": converter, "source": str(source), "folder": str(folder)}
    return json.dumps({**names, "parameters": parameters, "limits": LIMITS})


def processor_seconds(python: Path, arguments: Sequence[str], folder: Path) -> float:
    """Return the processor time of the cheapest of some runs, start of the process included."""
    return used([python, *arguments], folder, RUNS, is_quiet=True).seconds
