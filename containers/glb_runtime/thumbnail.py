"""The thumbnail of a scene: `python -m glb_runtime.thumbnail LIMITS` in the folder of the scene.

It draws `model.raw.glb` with a fixed isometric camera into `thumbnail.webp`, 512 pixels square.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from container_runtime.child import Limits, limit_this_process
from conversion_runtime.child import run_child
from conversion_runtime.errors import GeometryLost

THUMBNAIL_FILE = "thumbnail.webp"
LARGEST_TEXTURE_PIXELS = 512
"""A texture is made this small before it is used: a thumbnail shows no more."""


def draw_thumbnail(raw: Path, limits: Limits) -> None:
    """Write the thumbnail beside a raw scene, in a limited process of its own.

    Raises:
        GeometryLost: nothing was drawn.
        ConversionTimeLimit, ConversionCrashed: the process did not end well.
    """
    command = [sys.executable, "-m", "glb_runtime.thumbnail", raw.name, json.dumps(asdict(limits))]
    run_child(command, folder=raw.parent, limits=limits)
    if not (raw.parent / THUMBNAIL_FILE).is_file():
        raise GeometryLost("the thumbnail shows nothing", expected="triangles that can be seen")


def main(raw: str, limits: str) -> int:
    """Draw in the working directory; write nothing where nothing can be seen."""
    limit_this_process(Limits(**json.loads(limits)))
    # Only now: the limits hold for the libraries too.
    from glb_runtime.accessors import Accessors
    from glb_runtime.camera import Camera
    from glb_runtime.extent import box_extent
    from glb_runtime.picture import PIXELS, SAMPLES, smoothed, write_picture
    from glb_runtime.shading import cast
    from glb_runtime.triangles import scene_triangles

    accessors = Accessors.from_file(Path(raw))
    triangles = scene_triangles(accessors, box_extent(accessors.glb))
    camera = Camera.around(triangles.positions)
    images = _images(accessors, sorted(set(triangles.textures.tolist()) - {-1}))
    light = smoothed(cast(triangles, images, camera, PIXELS * SAMPLES))
    if light[..., 3].any():
        write_picture(light, Path(THUMBNAIL_FILE))
    return 0


def _images(accessors: Any, indices: Iterable[int]) -> dict[int, NDArray[Any]]:  # noqa: ANN401
    import numpy as np
    from PIL import Image

    from glb_runtime.picture import decoded

    found = {}
    for index in indices:
        with Image.open(io.BytesIO(accessors.image(index))) as image:
            image.thumbnail((LARGEST_TEXTURE_PIXELS, LARGEST_TEXTURE_PIXELS))
            levels = np.asarray(image.convert("RGBA"), np.float32) / 255
        found[index] = np.concatenate((decoded(levels[..., :3]), levels[..., 3:]), axis=-1)
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
