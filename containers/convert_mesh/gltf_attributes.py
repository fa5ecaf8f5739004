"""The attributes of a glTF's vertices as 32-bit floats that are finite, each copied once.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#meshes
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged
from convert_mesh.gltf_accessors import SourceAccessors
from convert_mesh.gltf_container import Json
from convert_mesh.gltf_tables import table
from glb_runtime.model import Array
from glb_runtime.write_buffer import INDICES, VERTICES, Buffer

FLOAT, UNSIGNED_INT, UNSIGNED_SHORT = 5126, 5125, 5123
WIDTHS = {
    "POSITION": (3,),
    "NORMAL": (3,),
    "TANGENT": (4,),
    "COLOR_0": (3, 4),
}
"""How many numbers an attribute has; texture coordinates have two."""


@dataclass
class AttributeCopier:
    """Copies attributes, indices and other numbers into a new buffer."""

    source: SourceAccessors
    buffer: Buffer
    accessors: list[Json] = field(default_factory=list)
    _written: dict[tuple[int, str], int] = field(default_factory=dict)

    def attribute(self, at: int, name: str, count: int, *, is_target: bool = False) -> int:
        """Return the new accessor of an attribute, or of the change that a morph target makes.

        Raises:
            SourceDamaged: it is not of `count` vertices, or has another type.
            SourceBoundsInvalid: a vertex is not finite.
        """
        use = f"{name} of a target" if is_target else name
        if (at, use) not in self._written:
            self._written[at, use] = self._copied(at, name, is_target=is_target)
        if self.accessors[self._written[at, use]]["count"] != count:
            raise SourceDamaged("attributes of a mesh differ in number", where="meshes")
        return self._written[at, use]

    def skinned(self, joints: int, weights: int, count: int) -> tuple[int, int]:
        """Return the new accessors of the joints that move `count` vertices, and of their shares.

        Raises:
            SourceDamaged: they have another type, or are not of these vertices.
        """
        if (joints, f"JOINTS_0 by {weights}") not in self._written:
            self._add_skinned(joints, weights, count)
        return (
            self._written[joints, f"JOINTS_0 by {weights}"],
            self._written[weights, f"WEIGHTS_0 of {joints}"],
        )

    def add_corners(self, corners: Array) -> int:
        """Add the indices of triangles, and return their accessor."""
        return self._add(corners.astype(np.uint32)[:, None], UNSIGNED_INT, INDICES, {})

    def add_values(self, rows: Array, **more: Any) -> int:  # noqa: ANN401 - any JSON
        """Add floats that are no vertices, and return their accessor."""
        return self._add(rows, FLOAT, None, more)

    def _add_skinned(self, at: int, weighed: int, count: int) -> None:
        joints, weights = self.source.values(at), as_floats(self.source, weighed)
        if joints.shape != (count, 4) or weights.shape != joints.shape or joints.dtype.kind != "u":
            raise SourceDamaged("the joints of a mesh have another type", where="meshes")
        shares = _shares(weights)
        named = np.where(shares > 0, joints, 0).astype(np.uint16)
        self._written[at, f"JOINTS_0 by {weighed}"] = self._add(named, UNSIGNED_SHORT, VERTICES, {})
        self._written[weighed, f"WEIGHTS_0 of {at}"] = self._add(shares, FLOAT, VERTICES, {})

    def _copied(self, at: int, name: str, *, is_target: bool) -> int:
        """Copy as 32-bit floats: no reader after this has to know quantised values."""
        values = self.source.values(at)
        widths = (3,) if is_target else WIDTHS.get(name, (2,))
        if values.shape[1] not in widths or not len(values):
            raise SourceDamaged("an attribute of a mesh has another type", where="meshes")
        rows = as_floats(self.source, at)
        if name != "POSITION":
            return self._add(np.nan_to_num(rows, posinf=0.0, neginf=0.0), FLOAT, VERTICES, {})
        low, high = rows.min(axis=0), rows.max(axis=0)
        if not (np.isfinite(low).all() and np.isfinite(high).all()):
            raise SourceBoundsInvalid("a vertex is not bounded", expected="finite coordinates")
        return self._add(rows, FLOAT, VERTICES, {"min": low.tolist(), "max": high.tolist()})

    def _add(self, rows: Array, component: int, target: int | None, more: Json) -> int:
        kind = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}[rows.shape[1]]
        view: dict[str, Any] = {"bufferView": self.buffer.add(rows, target)}
        accessor = {**view, "componentType": component, "count": len(rows), "type": kind, **more}
        self.accessors.append(accessor)
        return len(self.accessors) - 1


def as_floats(source: SourceAccessors, at: int) -> Array:
    """Return an accessor as 32-bit floats; normalised whole numbers are from 0 or -1 to 1."""
    values = source.values(at)
    rows: Array = values.astype(np.float32)
    if table(source.gltf, "accessors")[at].get("normalized") and values.dtype.kind in "iu":
        rows = np.maximum(rows / np.float32(np.iinfo(values.dtype).max), np.float32(-1))
    return rows


def _shares(weights: Array) -> Array:
    """Return weights of joints that are one together, as far as a vertex has any."""
    bounded = np.nan_to_num(np.maximum(weights, 0), posinf=0.0)
    total = bounded.sum(axis=1, keepdims=True)
    shares: Array = np.divide(bounded, total, out=np.zeros_like(bounded), where=total > 0)
    shares[total[:, 0] == 0, 0] = 1
    return shares
