"""Where a node of a GLB is: a matrix, or translation, rotation and scale.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#transformations
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from pxr import Gf

from glb_runtime.model import Array


def matrix_of(node: Mapping[str, Any]) -> Array:
    """Return the matrix (4, 4) of column vectors from a node to its parent."""
    if "matrix" in node:
        return np.array(node["matrix"], float).reshape(4, 4).T
    x, y, z, w = np.array(node.get("rotation", (0, 0, 0, 1)), float).reshape(4).tolist()
    matrix = np.eye(4)
    turn = np.array(Gf.Matrix3d(Gf.Quatd(w, x, y, z).GetNormalized())).T
    matrix[:3, :3] = turn * np.array(node.get("scale", (1, 1, 1)), float).reshape(3)
    matrix[:3, 3] = np.array(node.get("translation", (0, 0, 0)), float).reshape(3)
    return matrix
