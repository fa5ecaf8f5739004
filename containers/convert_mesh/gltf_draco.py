"""Meshes of a glTF that Draco compressed.

https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Khronos/KHR_draco_mesh_compression
"""

from __future__ import annotations

from typing import Any

import DracoPy
import numpy as np

from conversion_runtime.errors import SourceDamaged
from convert_mesh.gltf_accessors import SourceAccessors
from convert_mesh.gltf_tables import Value, index, mapping, number, table
from glb_runtime.model import Array

DRACO = "KHR_draco_mesh_compression"
BROKEN = (
    *(DracoPy.FileTypeException, DracoPy.EncodingFailedException),
    *(ValueError, TypeError, RuntimeError, KeyError, IndexError),
)


def decode_draco(source: SourceAccessors, primitive: Value) -> None:
    """Give the accessors of a compressed primitive the values that it holds.

    Raises:
        SourceDamaged: it cannot be decoded, or its attributes are not those that the file names.
    """
    compressed = mapping(mapping(primitive, "extensions"), DRACO)
    if not compressed:
        return
    mesh = _decoded(bytes(source.views.content(compressed.get("bufferView"))))
    accessors, attributes = table(source.gltf, "accessors"), mapping(primitive, "attributes")
    ids = mapping(compressed, "attributes")
    for name in ids:
        found = mesh.get_attribute_by_unique_id(number(ids, name))
        if found is None:
            raise SourceDamaged("an attribute is not in the compressed mesh", where="meshes")
        rows = np.asarray(found["data"])
        source.give(index(attributes.get(name), len(accessors), "meshes"), _table(rows))
    if "indices" in primitive:
        at = index(primitive["indices"], len(accessors), "meshes")
        source.give(at, np.asarray(mesh.faces, np.uint32).reshape(-1, 1))


def _decoded(content: bytes) -> Any:  # noqa: ANN401 - a binding without types
    try:
        mesh = DracoPy.decode(content)
    except BROKEN as error:
        raise SourceDamaged("a compressed mesh cannot be decoded", where="meshes") from error
    if not isinstance(mesh, DracoPy.DracoMesh):
        raise SourceDamaged("a compressed mesh has no triangles", where="meshes")
    return mesh


def _table(rows: Array) -> Array:
    return rows if rows.ndim == 2 else rows.reshape(-1, 1)
