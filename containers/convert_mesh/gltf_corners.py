"""The corners of a primitive of a glTF: strips and fans become lists of triangles.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#meshes-overview
"""

from __future__ import annotations

import numpy as np

from conversion_runtime.errors import SourceDamaged
from convert_mesh.gltf_accessors import SourceAccessors
from convert_mesh.gltf_tables import Value, index, table
from glb_runtime.model import Array

TRIANGLES, STRIP, FAN = 4, 5, 6


def corners_of(source: SourceAccessors, primitive: Value, count: int, mode: int) -> Array:
    """Return the indices of a list of triangles, whatever the mode; shape (3 n,).

    `count` is how many vertices there are.

    Raises:
        SourceDamaged: an index leads nowhere, or is no whole number.
    """
    corners = np.arange(count, dtype=np.int64)
    if "indices" in primitive:
        at = index(primitive["indices"], len(table(source.gltf, "accessors")), "meshes")
        values = source.values(at)
        if values.shape[1] != 1 or values.dtype.kind != "u":
            raise SourceDamaged("indices are no whole numbers", where="meshes")
        corners = values.ravel().astype(np.int64)
    if len(corners) and corners.max() >= count:
        raise SourceDamaged("a triangle has a corner that is no vertex", where="meshes")
    return _as_list(corners, mode)


def _as_list(corners: Array, mode: int) -> Array:
    if mode == TRIANGLES:
        return corners[: len(corners) // 3 * 3]
    if len(corners) < 3:
        return corners[:0]
    a, b, c = corners[:-2], corners[1:-1], corners[2:]
    if mode == FAN:
        return np.stack((b, c, np.full_like(b, corners[0])), axis=1).ravel()
    odd = np.arange(len(a)) % 2 == 1  # every second triangle of a strip is turned
    return np.stack((a, np.where(odd, c, b), np.where(odd, b, c)), axis=1).ravel()
