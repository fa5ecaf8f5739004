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
from convert_mesh.gltf_tables import Value, floats, index, mapping, number, table
from glb_runtime.model import Array
from glb_runtime.write_buffer import INDICES, VERTICES, Buffer

TRIANGLES, STRIP, FAN = 4, 5, 6
FLOAT, UNSIGNED_INT, UNSIGNED_SHORT = 5126, 5125, 5123
KEPT = ("POSITION", "NORMAL", "TANGENT", "TEXCOORD_0", "TEXCOORD_1", "COLOR_0")
SKINNED = ("JOINTS_0", "WEIGHTS_0")
MORPHED = ("POSITION", "NORMAL", "TANGENT")
WIDTHS = {
    "POSITION": (3,),
    "NORMAL": (3,),
    "TANGENT": (4,),
    "COLOR_0": (3, 4),
}
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

    def mesh(self, mesh: Value, joints: int = 0) -> Json | None:
        """Return a mesh, or None where it has no triangles; `joints` has the skin that moves it.

        Raises:
            SourceDamaged: a reference leads nowhere, or attributes differ in number.
            SourceBoundsInvalid: a vertex is not finite.
        """
        copied = [self._primitive(one, joints) for one in table(dict(mesh), "primitives")]
        primitives = [one for one in copied if one is not None]
        name = {"name": mesh["name"]} if isinstance(mesh.get("name"), str) else {}
        return {**name, **self._weights(mesh), "primitives": primitives} if primitives else None

    def targets_of(self, mesh: Value) -> int:
        """Return how many morph targets a mesh has.

        Raises:
            SourceDamaged: its primitives differ in that.
        """
        counts = {len(table(dict(one), "targets")) for one in table(dict(mesh), "primitives")}
        if len(counts) > 1:
            raise SourceDamaged("primitives of a mesh differ in morph targets", where="meshes")
        return max(counts, default=0)

    def add_values(self, rows: Array, **more: Any) -> int:  # noqa: ANN401 - any JSON
        """Add floats that are no vertices, and return their accessor."""
        return self._add(rows, FLOAT, None, more)

    def _weights(self, mesh: Value) -> Json:
        """Return how far a mesh is morphed at rest, and what its targets are called."""
        count = self.targets_of(mesh)
        value: Json = {}
        if count and "weights" in mesh:
            value["weights"] = list(floats(mesh["weights"], count, "weights"))
        names = mapping(mesh, "extras").get("targetNames") if count else None
        if isinstance(names, list) and all(isinstance(one, str) for one in names):
            value["extras"] = {"targetNames": names}
        return value

    def _primitive(self, primitive: Value, joints: int) -> Json | None:
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
        if joints:
            value["attributes"] |= self._skinned(primitive, count, joints)
        if targets := table(dict(primitive), "targets"):
            value["targets"] = [self._target(one, count) for one in targets]
        if "material" in primitive:
            value["material"] = index(primitive["material"], self.materials, "meshes")
        return value

    def _attributes(self, primitive: Value) -> dict[str, int]:
        count = len(table(self.source.gltf, "accessors"))
        found = mapping(primitive, "attributes")
        chosen = {name: index(found[name], count, "meshes") for name in KEPT if name in found}
        return chosen if "POSITION" in chosen else {}

    def _skinned(self, primitive: Value, count: int, joints: int) -> dict[str, int]:
        """Return which joints move the vertices, and how much."""
        limit, found = (
            len(table(self.source.gltf, "accessors")),
            mapping(primitive, "attributes"),
        )
        if not all(name in found for name in SKINNED):
            raise SourceDamaged("a mesh with a skin has no joints", where="meshes")
        at = index(found["JOINTS_0"], limit, "meshes")
        if self.source.values(at).max(initial=0) >= joints:
            raise SourceDamaged("a vertex has a joint that is none", where="meshes")
        weighed = index(found["WEIGHTS_0"], limit, "meshes")
        if (at, f"JOINTS_0 by {weighed}") not in self._written:
            self._add_skinned(at, weighed, count)
        return {
            "JOINTS_0": self._written[at, f"JOINTS_0 by {weighed}"],
            "WEIGHTS_0": self._written[weighed, f"WEIGHTS_0 of {at}"],
        }

    def _add_skinned(self, at: int, weighed: int, count: int) -> None:
        joints, weights = self.source.values(at), as_floats(self.source, weighed)
        if joints.shape != (count, 4) or weights.shape != joints.shape or joints.dtype.kind != "u":
            raise SourceDamaged("the joints of a mesh have another type", where="meshes")
        shares = _shares(weights)
        named = np.where(shares > 0, joints, 0).astype(np.uint16)
        self._written[at, f"JOINTS_0 by {weighed}"] = self._add(named, UNSIGNED_SHORT, VERTICES, {})
        self._written[weighed, f"WEIGHTS_0 of {at}"] = self._add(shares, FLOAT, VERTICES, {})

    def _target(self, target: Value, count: int) -> dict[str, int]:
        limit = len(table(self.source.gltf, "accessors"))
        chosen = {name: index(target[name], limit, "meshes") for name in MORPHED if name in target}
        if "POSITION" not in chosen:
            raise SourceDamaged("a morph target moves no vertex", where="meshes")
        return {
            name: self._attribute(at, f"{name} of a target", count) for name, at in chosen.items()
        }

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
        plain, _, is_target = name.partition(" ")
        widths = (3,) if is_target else WIDTHS.get(plain, (2,))
        if values.shape[1] not in widths or not len(values):
            raise SourceDamaged("an attribute of a mesh has another type", where="meshes")
        rows = as_floats(self.source, at)
        if plain != "POSITION":
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
