"""Whether there is something to show in a raw GLB, and whether it is somewhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from conversion_runtime.errors import SourceBoundsInvalid, SourceEmpty
from glb_runtime.extent import box_extent, flat_triangles
from glb_runtime.glb import Glb

LARGEST_METRES = 1e9
"""A million kilometres: a number beyond it stands for none."""


def check_scene(raw: Path) -> Glb:
    """Return what a raw GLB says of itself if it can be shown.

    Raises:
        SourceEmpty: it has no triangle, or none that has an area.
        SourceBoundsInvalid: a coordinate is not finite, or beyond all bounds.
    """
    glb = Glb.from_file(raw)
    if glb.triangles == 0:
        raise SourceEmpty("the file has no triangles", expected="at least one solid or surface")
    glb.check_bounds()
    extent = box_extent(glb)
    largest = float(np.abs((extent.low, extent.high)).max())
    if not largest < LARGEST_METRES:
        raise SourceBoundsInvalid(
            "the scene is beyond all bounds",
            found=f"{largest:.3g} m",
            expected=f"less than {LARGEST_METRES:.0e} m",
        )
    if flat_triangles(glb, raw) == glb.triangles:
        raise SourceEmpty("no triangle of the file has an area", found="0 m²")
    return glb
