"""The meshes of a glTF as lists of triangles whose corners are there and finite.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#meshes
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged
from convert_mesh.gltf_accessors import SourceAccessors
from convert_mesh.gltf_container import Json
from convert_mesh.gltf_draco import decode_draco
from convert_mesh.gltf_tables import Value, index, mapping, number, table
from glb_runtime.model import Array
from glb_runtime.write_buffer import INDICES, VERTICES, Buffer

TRIANGLES, STRIP, FAN = 4, 5, 6
FLOAT, UNSIGNED_INT = 5126, 5125
KEPT = ("POSITION", "NORMAL", "TANGENT", "TEXCOORD_0", "TEXCOORD_1", "COLOR_0")
WIDTHS = {"POSITION": (3,), "NORMAL": (3,), "TANGENT": (4,), "COLOR_0": (3, 4)}
"""How many numbers an attribute has; texture coordinates have two."""


@dataclass
class MeshCopier:
    """Copies meshes into a new buffer; what it leaves out it counts."""

    source: SourceAccessors
    buffer: Buffer
    materials: int
    accessors: list[Json] = field(default_factory=list)
    points_and_lines: int = 0
    _written: dict[tuple[int, str], int] = field(default_factory=dict)

    def mesh(self, mesh: Value) -> Json | None:
        """Return a mesh, or None where it has no triangles.

        Raises:
            SourceDamaged: a reference leads nowhere, or attributes differ in number.
            SourceBoundsInvalid: a vertex is not finite.
        """
        copied = [self._primitive(one) for one in table(dict(mesh), "primitives")]
        primitives = [one for one in copied if one is not None]
        name = {"name": mesh["name"]} if isinstance(mesh.get("name"), str) else {}
        return {**name, "primitives": primitives} if primitives else None

    def _primitive(self, primitive: Value) -> Json | None:
        decode_draco(self.source, primitive)
        mode, attributes = (
            number(primitive, "mode", TRIANGLES, most=FAN),
            self._attributes(primitive),
        )
        if mode < TRIANGLES or not attributes:
            self.points_and_lines += 1
            return None
        positions = attributes["POSITION"]
        count = len(self.source.values(positions))
        corners = self._corners(primitive, count, mode)
        if not len(corners):
            return None
        value: Json = {
            "attributes": {
                name: self._attribute(at, name, count) for name, at in attributes.items()
            },
            "indices": self._add(corners.astype(np.uint32)[:, None], UNSIGNED_INT, INDICES, {}),
        }
        if "material" in primitive:
            value["material"] = index(primitive["material"], self.materials, "meshes")
        return value

    def _attributes(self, primitive: Value) -> dict[str, int]:
        count = len(table(self.source.gltf, "accessors"))
        found = mapping(primitive, "attributes")
        chosen = {name: index(found[name], count, "meshes") for name in KEPT if name in found}
        return chosen if "POSITION" in chosen else {}

    def _corners(self, primitive: Value, count: int, mode: int) -> Array:
        """Return the indices of a list of triangles, whatever the mode."""
        corners = np.arange(count, dtype=np.int64)
        if "indices" in primitive:
            at = index(primitive["indices"], len(table(self.source.gltf, "accessors")), "meshes")
            values = self.source.values(at)
            if values.shape[1] != 1 or values.dtype.kind != "u":
                raise SourceDamaged("indices are no whole numbers", where="meshes")
            corners = values.ravel().astype(np.int64)
        if len(corners) and corners.max() >= count:
            raise SourceDamaged("a triangle has a corner that is no vertex", where="meshes")
        return _as_list(corners, mode)

    def _attribute(self, at: int, name: str, count: int) -> int:
        if (at, name) not in self._written:
            self._written[at, name] = self._copied(at, name)
        if self.accessors[self._written[at, name]]["count"] != count:
            raise SourceDamaged("attributes of a mesh differ in number", where="meshes")
        return self._written[at, name]

    def _copied(self, at: int, name: str) -> int:
        """Copy as 32-bit floats: no reader after this has to know quantised values."""
        values = self.source.values(at)
        if values.shape[1] not in WIDTHS.get(name, (2,)) or not len(values):
            raise SourceDamaged("an attribute of a mesh has another type", where="meshes")
        rows = values.astype(np.float32)
        if table(self.source.gltf, "accessors")[at].get("normalized") and values.dtype.kind in "iu":
            rows = np.maximum(rows / np.float32(np.iinfo(values.dtype).max), np.float32(-1))
        if name != "POSITION":
            return self._add(np.nan_to_num(rows, posinf=0.0, neginf=0.0), FLOAT, VERTICES, {})
        low, high = rows.min(axis=0), rows.max(axis=0)
        if not (np.isfinite(low).all() and np.isfinite(high).all()):
            raise SourceBoundsInvalid("a vertex is not bounded", expected="finite coordinates")
        return self._add(rows, FLOAT, VERTICES, {"min": low.tolist(), "max": high.tolist()})

    def _add(self, rows: Array, component: int, target: int, more: Json) -> int:
        kind = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}[rows.shape[1]]
        view: dict[str, Any] = {"bufferView": self.buffer.add(rows, target)}
        accessor = {**view, "componentType": component, "count": len(rows), "type": kind, **more}
        self.accessors.append(accessor)
        return len(self.accessors) - 1


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
