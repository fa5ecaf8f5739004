"""Convert many files in one process of the image, and print what came out of each.

`python convert_all.py CONVERTER SOURCES TARGET PARAMETERS`; prints a JSON object by file name.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from container_runtime.child import Limits
from conversion_runtime.conversion import convert_file
from conversion_runtime.order import Order

LIMITS = Limits(memory_mebibytes=2048, timeout_seconds=60)


def main(converter: str, sources: str, target: str, parameters: str) -> None:
    """Convert every file of a folder into a folder of its name."""
    found = {}
    for source in sorted(Path(sources).iterdir()):
        folder = Path(target).resolve() / source.name
        folder.mkdir(parents=True)
        order = Order(converter, source.resolve(), folder, json.loads(parameters), LIMITS)
        converted = convert_file("convert_media", order)
        pictures = {name: shown(folder / name) for name in converted.files if name[-5:] == ".webp"}
        found[source.name] = {
            "files": converted.files,
            "facts": dict(converted.facts),
            "pictures": pictures,
        }
    print(json.dumps(found))


def shown(path: Path) -> dict[str, Any]:
    """Return size and metadata of a picture, and its colours near the four corners."""
    with Image.open(path) as image:
        width, height = image.size
        corners = [(x * (width - 1), y * (height - 1)) for y in (0.1, 0.9) for x in (0.1, 0.9)]
        colours = image.convert("RGBA")
        return {
            "size": image.size,
            "metadata": sorted({"exif", "xmp", "icc_profile"} & image.info.keys()),
            "corners": [colours.getpixel((int(x), int(y))) for x, y in corners],
        }


if __name__ == "__main__":
    main(*sys.argv[1:])
