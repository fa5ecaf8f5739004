"""A glTF whose nodes are far from the origin gets a local one.

The places of nodes are read in double precision, so nothing is lost; vertices that are far in their
own frame are 32-bit floats already, and stay what they are.
"""

from __future__ import annotations

import numpy as np

from conversion_runtime.errors import SourceEmpty
from convert_mesh.gltf_container import Json
from glb_runtime.extent import box_extent
from glb_runtime.glb import Glb
from glb_runtime.motion import without_skins
from glb_runtime.transform import is_far


def move_near_origin(gltf: Json) -> tuple[float, float, float]:
    """Move the roots of a checked scene where it is far, and return what was subtracted, Y up.

    Raises:
        SourceEmpty: the scene shows nothing.
    """
    glb = Glb(gltf)
    if glb.triangles == 0:
        raise SourceEmpty("the scene shows no triangles", expected="a node that shows a mesh")
    still = without_skins(glb)  # joints place the others, wherever their nodes are
    extent = box_extent(still if still.triangles else glb)
    if not is_far(extent.low, extent.high):
        return (0.0, 0.0, 0.0)
    x, y, z = ((extent.low + extent.high) / 2).tolist()
    for root in gltf["scenes"][0].get("nodes", []):
        if "skin" not in gltf["nodes"][root]:
            _shift(gltf["nodes"][root], (x, y, z))
    return (x, y, z)


def _shift(node: Json, offset: tuple[float, float, float]) -> None:
    if "matrix" in node:
        moved = np.array(node["matrix"], float)
        moved[12:15] -= offset
        node["matrix"] = moved.tolist()
        return
    node["translation"] = np.subtract(node.get("translation", (0.0, 0.0, 0.0)), offset).tolist()
