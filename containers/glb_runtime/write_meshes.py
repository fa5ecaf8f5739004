"""Meshes become glTF's meshes and accessors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged
from glb_runtime.model import Array, Material, Mesh, Primitive
from glb_runtime.write_buffer import INDICES, VERTICES, Buffer
from glb_runtime.write_materials import MaterialWriter

FLOAT, UNSIGNED_SHORT, UNSIGNED_INT = 5126, 5123, 5125
"""Component types: https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#accessor-data-types"""

KINDS = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}
LARGEST_SHORT_INDEX = 65534
"""The largest number of a type restarts a primitive and is no index."""


@dataclass
class MeshWriter:
    """Writes each mesh once, however many nodes show it."""

    buffer: Buffer
    meshes: list[dict[str, Any]] = field(default_factory=list)
    accessors: list[dict[str, Any]] = field(default_factory=list)
    materials: MaterialWriter = field(init=False)
    _known: dict[int, int] = field(default_factory=dict)
    _arrays: dict[int, int] = field(default_factory=dict)
    _plain: dict[int, Material] = field(default_factory=dict)
    _kept: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.materials = MaterialWriter(self.buffer)

    @property
    def extensions(self) -> list[str]:
        """Return the names of the extensions that a reader needs."""
        return self.materials.extensions

    @property
    def optional_extensions(self) -> list[str]:
        """Return the names of the extensions that a reader may do without."""
        return self.materials.optional_extensions

    def tables(self) -> tuple[tuple[str, list[dict[str, Any]]], ...]:
        """Return glTF's tables beside the nodes."""
        own = (("meshes", self.meshes), ("accessors", self.accessors))
        return (*own, *self.materials.tables())

    def index_of(self, mesh: Mesh) -> int:
        """Return the index of a mesh, which is written when it is met first."""
        if id(mesh) not in self._known:
            value: dict[str, Any] = {"name": mesh.name} if mesh.name else {}
            value["primitives"] = [self._primitive(one) for one in mesh.primitives]
            self._known[id(mesh)] = len(self.meshes)
            self._kept.append(mesh)  # an identity is one only as long as its object lives
            self.meshes.append(value)
        return self._known[id(mesh)]

    def _primitive(self, primitive: Primitive) -> dict[str, Any]:
        attributes = {"POSITION": self._shared(primitive.positions, self._positions)}
        for name, array in (
            ("NORMAL", primitive.normals),
            ("TEXCOORD_0", primitive.texture_coordinates),
        ):
            if array is not None:
                attributes[name] = self._shared(array, self._floats)
        if primitive.colours is not None:
            attributes["COLOR_0"] = self._shared(primitive.colours, self._colours)
        value: dict[str, Any] = {"attributes": attributes}
        value["indices"] = self._indices(primitive)
        if primitive.material is not None:
            material = self._paintable(primitive.material, primitive)
            value["material"] = self.materials.index_of(material)
        return value

    def _paintable(self, material: Material, primitive: Primitive) -> Material:
        """Return a material, without textures where no vertex says where they lie."""
        if primitive.texture_coordinates is not None or not material.has_textures:
            return material
        if id(material) not in self._plain:
            self._kept.append(material)
            self._plain[id(material)] = material.without_textures()
        return self._plain[id(material)]

    def _shared(self, array: Array, write: Any) -> int:  # noqa: ANN401 - a method of this class
        if id(array) not in self._arrays:
            self._kept.append(array)
            self._arrays[id(array)] = write(array)
        return self._arrays[id(array)]

    def _positions(self, array: Array) -> int:
        with np.errstate(over="ignore"):
            rows = np.asarray(array, np.float32)
        low, high = rows.min(axis=0), rows.max(axis=0)
        if not (np.isfinite(low).all() and np.isfinite(high).all()):
            raise SourceBoundsInvalid(
                "a vertex is not bounded", expected="finite coordinates in every direction"
            )
        return self._accessor(rows, FLOAT, VERTICES, min=low.tolist(), max=high.tolist())

    def _floats(self, array: Array) -> int:
        rows = np.nan_to_num(np.asarray(array, np.float32), posinf=0.0, neginf=0.0)
        return self._accessor(rows, FLOAT, VERTICES)

    def _colours(self, array: Array) -> int:
        rows = np.round(np.clip(array, 0.0, 1.0) * 65535).astype(np.uint16)
        return self._accessor(rows, UNSIGNED_SHORT, VERTICES, normalized=True)

    def _indices(self, primitive: Primitive) -> int:
        indices = np.asarray(primitive.triangles).reshape(-1)
        count = len(primitive.positions)
        if len(indices) and not (indices.min() >= 0 and indices.max() < count):
            raise SourceDamaged("a triangle has a corner that is no vertex")
        if count - 1 <= LARGEST_SHORT_INDEX:
            return self._accessor(indices.astype(np.uint16), UNSIGNED_SHORT, INDICES)
        return self._accessor(indices.astype(np.uint32), UNSIGNED_INT, INDICES)

    def _accessor(self, rows: Array, component: int, target: int, **more: object) -> int:
        kind = KINDS[1 if rows.ndim == 1 else rows.shape[1]]
        value = {"bufferView": self.buffer.add(rows, target), "componentType": component}
        self.accessors.append({**value, "count": len(rows), "type": kind, **more})
        return len(self.accessors) - 1
